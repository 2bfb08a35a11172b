using System.Linq;
using System.Text;
using Appliance.Core.Storage;
using Appliance.DeviceTests.Standin;
using Appliance.Esp32.Boards;
using Appliance.Esp32.Storage;
using Appliance.Files;
using Xunit;

namespace Appliance.DeviceTests.Tests
{
    /// <summary>The volume over the device's file library and its habits.</summary>
    public sealed class VolumeTests
    {
        private static readonly byte[] s_text = Encoding.ASCII.GetBytes("0123456789");

        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void Only_a_close_commits(bool onCard)
        {
            DeviceVolume volume = Make(onCard);
            int handle = volume.Create(FileKind.Journal, 7);
            Assert.Equal(10, volume.Write(handle, s_text, 0, 10));
            Assert.Empty(DriveOf(onCard).Get(Root(onCard) + "00000007.jnl"));
            Assert.Equal(0, volume.Close(handle));
            handle = volume.OpenForAppend(FileKind.Journal, 7);
            Assert.Equal(10, volume.Length(handle));
            Assert.Equal(3, volume.Write(handle, s_text, 0, 3));
            Assert.Equal(0, volume.Close(handle));
            Assert.Equal("0123456789012", Encoding.ASCII.GetString(
                DriveOf(onCard).Get(Root(onCard) + "00000007.jnl")));
        }

        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void Answers_are_those_of_the_contract(bool onCard)
        {
            DeviceVolume volume = Make(onCard);
            Assert.Equal(VolumeError.NotFound, volume.OpenForRead(FileKind.Message, 5));
            Assert.Equal(VolumeError.NotFound, volume.OpenForAppend(FileKind.Message, 5));
            Assert.Null(DriveOf(onCard).Get(PathOf(onCard, 5)));
            Assert.Equal(0, volume.Delete(FileKind.Message, 5));
            Write(volume, 5);
            Assert.Equal(VolumeError.Exists, volume.Create(FileKind.Message, 5));
            byte[] read = new byte[20];
            int handle = volume.OpenForRead(FileKind.Message, 5);
            int second = volume.OpenForRead(FileKind.Message, 5);
            Assert.True(second >= 0 && second != handle);
            Assert.Equal(10, volume.Read(handle, read, 0, 20));
            Assert.Equal(0, volume.Read(handle, read, 0, 20));
            volume.Release(handle);
            volume.Release(second);
            Assert.Equal(0, volume.Delete(FileKind.Message, 5));
            Assert.Null(DriveOf(onCard).Get(PathOf(onCard, 5)));
        }

        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void A_move_succeeds_only_when_one_name_is_left(bool deleteFails)
        {
            DeviceVolume volume = Make(true);
            Write(volume, 5);
            Write(volume, 600);
            Assert.Equal(VolumeError.Exists, volume.Move(FileKind.Message, 5, 600));
            FakeBoard.Card.MoveFails = true;
            FakeBoard.Card.DeleteFails = deleteFails;
            Assert.Equal(deleteFails ? VolumeError.Failed : 0,
                volume.Move(FileKind.Message, 5, 700));
            Assert.NotNull(FakeBoard.Card.Get(PathOf(true, 700)));
        }

        [Fact]
        public void A_sequence_lists_each_directory_once_and_in_the_order_of_numbers()
        {
            DeviceVolume volume = Make(true);
            int[] numbers = [700, 3, 255, 256, 701, 1000, 2];
            foreach (int number in numbers)
            {
                Write(volume, number);
            }

            FakeBoard.Card.Put("D:\\mail\\00000000\\notes.txt", "x");
            FakeBoard.Card.Put("D:\\mail\\00000000\\zzzzzzzz.eml", "x");
            int before = FakeBoard.Card.Listings;
            int found = volume.FindNext(FileKind.Message, -1);
            foreach (int number in numbers.Order())
            {
                Assert.Equal(number, found);
                found = volume.FindNext(FileKind.Message, found);
            }

            Assert.Equal(VolumeError.NotFound, found);
            Assert.Equal(1 + 4, FakeBoard.Card.Listings - before);
            Assert.Equal(0, FakeBoard.Card.Leaks);
            Assert.Equal(256, volume.FindNext(FileKind.Message, 255));
        }

        [Theory]
        [InlineData(FileKind.Message, 0x1234)]
        [InlineData(FileKind.Journal, 7)]
        [InlineData(FileKind.Reserve, 0)]
        [InlineData(FileKind.Shelf, 0x1234)]
        [InlineData(FileKind.Settings, 1)]
        public void A_card_is_laid_out_as_the_tools_for_a_pc_expect_it(int kind, int number)
        {
            DirectoryLayout layout = DirectoryLayout.InDirectories("/card");
            string path = "D:\\" + layout.PathOf(kind, number)[(layout.Root.Length + 1)..]
                .Replace('/', '\\');
            DeviceVolume volume = Make(true);
            Assert.Equal(VolumeError.NotFound, volume.FindNext(kind, -1));
            Assert.Equal(0, volume.Close(volume.Create(kind, number)));
            Assert.True(FakeBoard.Card.Exists(path), path);
            Assert.Equal(number, volume.FindNext(kind, -1));
            Assert.Equal(VolumeError.NotFound, volume.FindNext(kind, number));
            Assert.Equal(0, volume.Delete(kind, number));
            Assert.False(FakeBoard.Card.Exists(path));
        }

        [Fact]
        public void Shelves_on_the_internal_drive_lie_beside_the_messages()
        {
            DeviceVolume volume = Make(false);
            Assert.Equal(0, volume.Close(volume.Create(FileKind.Shelf, 3)));
            Assert.True(FakeBoard.Flash.Exists("I:\\00000003.shf"));
            Assert.Equal(3, volume.FindNext(FileKind.Shelf, -1));
        }

        [Fact]
        public void A_listing_that_fails_is_not_taken_for_an_empty_volume()
        {
            DeviceVolume volume = Make(false);
            Assert.Equal(VolumeError.NotFound, volume.FindNext(FileKind.Journal, -1));
            FakeBoard.Flash.ListingFails = true;
            Assert.Equal(VolumeError.Failed, volume.FindNext(FileKind.Journal, -1));
            Assert.Null(FakeBoard.Flash.Get("I:\\probe.tmp"));
        }

        [Fact]
        public void Messages_leave_a_handle_for_the_journal()
        {
            DeviceVolume volume = Make(true);
            int[] handles = Enumerable.Range(1, 4)
                .Select(number => volume.Create(FileKind.Message, number)).ToArray();
            Assert.All(handles, handle => Assert.True(handle >= 0));
            Assert.Equal(VolumeError.TooManyOpen, volume.Create(FileKind.Message, 5));
            int journal = volume.Create(FileKind.Journal, 1);
            Assert.True(journal >= 0);
            volume.Release(handles[0]);
            Assert.True(volume.Create(FileKind.Message, 5) >= 0);
        }

        [Fact]
        public void Handles_of_a_card_that_is_gone_can_only_be_given_back()
        {
            DeviceVolume volume = Make(true);
            int handle = volume.Create(FileKind.Message, 1);
            FakeDrive card = FakeBoard.Card;
            FakeBoard.Card = null;
            Assert.Equal(VolumeError.Changed, volume.Write(handle, s_text, 0, 10));
            Assert.Equal(VolumeError.Changed, volume.Create(FileKind.Message, 2));
            Assert.Equal(VolumeError.Changed, volume.OpenForRead(FileKind.Message, 1));
            Assert.Equal(VolumeError.Changed, volume.Delete(FileKind.Message, 1));
            Assert.Equal(VolumeError.Changed, volume.FindNext(FileKind.Journal, -1));
            Assert.Equal(VolumeError.Changed, volume.Mount());
            FakeBoard.Card = card;
            FakeBoard.NowMs += 6000;
            Assert.Equal(0, volume.Mount());
            Assert.Equal(VolumeError.Changed, volume.Write(handle, s_text, 0, 10));
            Assert.Equal(VolumeError.Changed, volume.Close(handle));
            Write(volume, 3);
            Assert.Empty(FakeBoard.Waits);
        }

        [Fact]
        public void A_card_that_is_not_there_is_not_mounted_at_every_turn()
        {
            DeviceVolume volume = Make(true);
            FakeBoard.Card = null;
            FakeBoard.NowMs += 6000;
            int before = FakeBoard.Mounts;
            for (int i = 0; i < 100; i++)
            {
                Assert.Equal(VolumeError.Changed, volume.Mount());
            }

            Assert.Equal(before + 1, FakeBoard.Mounts);
        }

        [Fact]
        public void A_close_that_fails_is_no_commit_and_frees_the_handle()
        {
            DeviceVolume volume = Make(false);
            FakeBoard.Flash.ClosesUntilFailure = 0;
            int handle = volume.Create(FileKind.Message, 1);
            volume.Write(handle, s_text, 0, 10);
            Assert.True(volume.Close(handle) < 0);
            FakeBoard.Flash.ClosesUntilFailure = -1;
            Assert.Equal(handle, volume.Create(FileKind.Message, 2));
        }

        [Fact]
        public void An_emptied_directory_is_removed_and_made_again()
        {
            DeviceVolume volume = Make(true);
            Write(volume, 300);
            volume.PruneDirectory(300);
            Assert.True(FakeBoard.Card.HasDirectory("D:\\mail\\00000001"));
            volume.Delete(FileKind.Message, 300);
            volume.PruneDirectory(300);
            Assert.False(FakeBoard.Card.HasDirectory("D:\\mail\\00000001"));
            Write(volume, 301);
        }

        [Fact]
        public void A_checksum_goes_on_from_any_other()
        {
            DeviceVolume volume = Make(false);
            byte[] octets = Enumerable.Range(0, 40000).Select(i => (byte)(i * 7)).ToArray();
            Assert.Equal(unchecked((int)0xCBF43926),
                volume.Checksum(0, Encoding.ASCII.GetBytes("123456789"), 0, 9));
            int whole = volume.Checksum(0, octets, 0, 20000);
            foreach (int cut in new[] { 0, 1, 2, 3, 4, 100, 19999, 20000 })
            {
                int part = volume.Checksum(0, octets, 0, cut);
                volume.Checksum(12345, octets, 5, 500);
                Assert.Equal(whole, volume.Checksum(part, octets, cut, 20000 - cut));
            }

            Assert.Equal(Simulation.Crc32.Continue(0, octets),
                volume.Checksum(volume.Checksum(0, octets, 0, 32000), octets, 32000, 8000));
        }

        private static DeviceVolume Make(bool onCard)
        {
            FakeBoard.Reset();
            FakeBoard.Card = FakeDrive.OfCard(16 * 1024 * 1024);
            DeviceVolume volume = onCard
                ? new DeviceVolume(new CardSlot(BoardList.Make(0))) : new DeviceVolume(256);
            Assert.Equal(0, volume.Mount());
            return volume;
        }

        private static FakeDrive DriveOf(bool onCard)
        {
            return onCard ? FakeBoard.Card : FakeBoard.Flash;
        }

        private static string Root(bool onCard)
        {
            return onCard ? "D:\\" : "I:\\";
        }

        private static string PathOf(bool onCard, int number)
        {
            string name = number.ToString("x8", null) + ".eml";
            return onCard ? $"D:\\mail\\{number >> 8:x8}\\{name}" : "I:\\" + name;
        }

        private static void Write(DeviceVolume volume, int number)
        {
            int handle = volume.Create(FileKind.Message, number);
            Assert.True(handle >= 0);
            Assert.Equal(10, volume.Write(handle, s_text, 0, 10));
            Assert.Equal(0, volume.Close(handle));
        }
    }
}
