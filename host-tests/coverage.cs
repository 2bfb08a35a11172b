using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

// Prints the branches that a Cobertura report says are not covered: file, line, how many of how
// many; then the sums of each folder.
Dictionary<string, (int Covered, int All)> folders = new();
foreach (IGrouping<string, XElement> file in XDocument.Load(args[0]).Descendants("class")
    .GroupBy(each => each.Attribute("filename")!.Value).OrderBy(each => each.Key))
{
    string folder = Regex.Replace(file.Key, @".*?(\w+)[/\\]\w+\.cs$", "$1");
    foreach (XElement line in file.SelectMany(each => each.Elements("lines").Elements("line"))
        .Where(line => line.Attribute("condition-coverage") != null))
    {
        Match count = Regex.Match(
            line.Attribute("condition-coverage")!.Value, @"\((\d+)/(\d+)\)");
        int covered = int.Parse(count.Groups[1].Value);
        int all = int.Parse(count.Groups[2].Value);
        (int Covered, int All) sum = folders.GetValueOrDefault(folder);
        folders[folder] = (sum.Covered + covered, sum.All + all);
        if (covered < all)
        {
            System.Console.WriteLine(
                $"{file.Key}:{line.Attribute("number")!.Value}: {covered} of {all} branches");
        }
    }
}

foreach ((string folder, (int covered, int all)) in folders)
{
    System.Console.WriteLine(
        $"{folder}: {covered} of {all} branches, {100.0 * covered / all:0.0} %");
}
