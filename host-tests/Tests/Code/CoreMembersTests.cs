using System.IO;
using Xunit;

namespace Appliance.Tests.Code;

/// <summary>
/// The core may touch the library members of a list, each with what it costs on the device; a new
/// one is a decision.
/// </summary>
public sealed class CoreMembersTests
{
    private static string ListPath => Path.Combine(
        RepositoryFiles.Root, "host-tests", "Tests", "Code", "core-members.txt");

    [Fact]
    public void Core_touches_the_listed_library_members_and_no_other()
    {
        List<string> listed = Lines().Select(line => line.Split('|')[0].Trim()).ToList();
        SortedSet<string> touched = CoreMembers.Read();
        Assert.NotEmpty(touched);
        Assert.Empty(touched.Except(listed).Select(member => "not in core-members.txt: " + member));
        Assert.Empty(listed.Except(touched).Select(member => "no longer touched: " + member));
    }

    [Fact]
    public void Every_listed_member_has_a_note_on_its_cost()
    {
        Assert.All(Lines(), line =>
        {
            string[] parts = line.Split('|');
            Assert.Equal(2, parts.Length);
            Assert.True(parts[1].Trim().Length > 10, line);
        });
    }

    private static IEnumerable<string> Lines()
    {
        return File.ReadAllLines(ListPath).Where(line => line.Length > 0 && line[0] != '#');
    }
}
