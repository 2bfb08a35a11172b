using System;
using System.Threading;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Esp32.Manners;
using Appliance.Esp32.Network;
using Appliance.Esp32.Sockets;
using Appliance.Esp32.Storage;

namespace Appliance.Esp32.Start
{
    /// <summary>
    /// Serves mail until the board is to be restarted.
    /// </summary>
    /// <remarks>
    /// Nothing in the loop waits but the volume, one sleep of 10 ms when nothing moved, and at most
    /// 40 ms in a send that waits although its socket was writable. Sockets are asked before they
    /// are used, connecting to a network has its own thread, the log is written between steps. The
    /// longest chains of volume operations in one step are, on a card with 1,500 messages, 133 for
    /// a commit that rewrites the journal and 122 for a login whose mailbox needs room and
    /// shelves, most of them writes of 1 KB; on the internal flash 15. A test counts them.
    /// </remarks>
    internal sealed class Service
    {
        private const int NotTried = -1;

        private const string SmtpShort =
            "421 4.3.2 The appliance is short of memory, try again in a minute\r\n";

        private const string Pop3Short =
            "-ERR [SYS/TEMP] The appliance is short of memory, try again in a minute\r\n";

        private readonly Device _device;
        private readonly MemoryGauge _memory = new MemoryGauge();
        private readonly DeviceVolume _mail;
        private readonly MailServer _server;
        private readonly Connector _connector;
        private readonly Announcer _names;
        private readonly TimeKeeper _time;
        private readonly string _timeServer;
        private long _openDueMs;
        private long _roundDueMs;
        private long _sayUntilMs;
        private long _provenMs;
        private long _firstFaultMs;
        private int _status = NotTried;
        private int _faults;
        private bool _isOpen;
        private bool _isProven;
        private bool _restarts;

        /// <summary>Builds the server; all its memory is allocated here.</summary>
        /// <param name="device">What it runs on.</param>
        /// <param name="clock">The clock of the board.</param>
        public Service(Device device, WallClock clock)
        {
            _device = device;
            DeviceSettings settings = device.Stored.Device;
            _mail = settings.UsesCard ? new DeviceVolume(new CardSlot(device.Board))
                : device.Flash;
            device.Watchdog.Watch(_mail);
            _server = new MailServer(
                device.Capacity, _mail, device.Stored.Server,
                new SocketListener(DeviceLimits.SmtpPort, SmtpShort, _memory),
                new SocketListener(DeviceLimits.Pop3Port, Pop3Short, _memory),
                device.DrawSeed());
            _timeServer = settings.TimeServer;
            _time = new TimeKeeper(clock, _server);
            _connector = new Connector(device.Link);
            _names = new Announcer(device.Stored.Server.HostName, device.DrawSeed()[0]);
            _provenMs = Environment.TickCount64 + DeviceLimits.StartProvenMs;
        }

        /// <summary>Serves.</summary>
        public void Run()
        {
            while (!_restarts)
            {
                if (!Turn(Environment.TickCount64))
                {
                    Thread.Sleep(DeviceLimits.SleepMs);
                }
            }

            if (_isOpen)
            {
                _device.Log.Say("stop");
                _names.Stop();
                _server.Stop(Environment.TickCount64);
            }
        }

        /// <summary>One turn of the loop; no exception leaves it.</summary>
        /// <returns>True when another one is worth while at once.</returns>
        public bool Turn(long nowMs)
        {
            try
            {
                _device.Watchdog.See(nowMs);
                bool moved = _isOpen ? _server.Step(nowMs) : OpenStore(nowMs);
                moved |= _names.Step(nowMs);
                moved |= _device.Log.Step(_server.Events, nowMs);
                Attend(_device.Panel.Step(nowMs), nowMs);
                if (nowMs >= _roundDueMs)
                {
                    _roundDueMs = nowMs + DeviceLimits.RoundMs;
                    GoRound(nowMs);
                }

                return moved;
            }
            catch (Exception exception)
            {
                NoteFault(exception, nowMs);
                return false;
            }
        }

        /// <summary>Opens the store; again after a pause, while there is no card.</summary>
        private bool OpenStore(long nowMs)
        {
            if (nowMs < _openDueMs)
            {
                return false;
            }

            _openDueMs = nowMs + DeviceLimits.MountPauseMs;
            int status = _mail.Mount() < 0 ? StoreStatus.VolumeFailed : _server.Open();
            if (status != _status)
            {
                _device.Log.Say(
                    status == StoreStatus.Ready ? "store opened on" : "no store on",
                    _mail == _device.Flash ? "flash" : "card");
                _device.Log.Say("store status", status);
                _device.Log.Say("volume answered", _server.Store.LastError);
            }

            _status = status;
            _isOpen = status == StoreStatus.Ready;
            return _isOpen;
        }

        private void Attend(int asked, long nowMs)
        {
            switch (asked)
            {
                case ButtonTiming.Status:
                    _sayUntilMs = nowMs + DeviceLimits.SayMs;
                    _device.Log.Say("address", _device.Link.Address);
                    _device.Log.Say("status", StateOf());
                    _device.Log.Say("free", _memory.Managed);
                    break;
                case ButtonTiming.Setup:
                    _device.Log.Say("set-up asked for");
                    _device.AskForSetup();
                    _restarts = true;
                    break;
                case ButtonTiming.Reset:
                    _device.Reset();
                    _restarts = true;
                    break;
                default:
                    break;
            }
        }

        private void GoRound(long nowMs)
        {
            if (_connector.Step(nowMs))
            {
                _device.Log.Say(
                    _connector.IsUp ? "network up" : "network down", _device.Link.Address);
                if (_connector.IsUp)
                {
                    _device.Log.Say("open to this network, not encrypted: smtp, pop3");
                    _names.Start(_device.Link, nowMs);
                }
            }

            if (_connector.IsUp)
            {
                _time.Start(_timeServer);
            }

            if (_time.Step(nowMs))
            {
                _device.Log.SayTime(_time.ToldUnixSeconds);
            }

            if (_memory.Step(nowMs))
            {
                _device.Log.Say(
                    _memory.IsShort ? "short of memory" : "memory again", _memory.Managed);
            }

            _restarts |= _memory.IsGone;
            if (!_isProven && nowMs >= _provenMs)
            {
                _isProven = true;
                _device.Starts.Clear();
            }

            // Lit for a moment: what follows is the answer to the button.
            _device.Panel.State = nowMs < _sayUntilMs ? LightState.Starting : StateOf();
        }

        private int StateOf()
        {
            if (!_isOpen || _server.Store.IsFailing)
            {
                return LightState.StorageTrouble;
            }

            if (!_connector.IsUp)
            {
                return LightState.NoNetwork;
            }

            for (int mailbox = 0; mailbox < _device.Capacity.Mailboxes; mailbox++)
            {
                if (_server.Store.Totals.Messages(mailbox) > 0)
                {
                    return LightState.MailWaiting;
                }
            }

            return LightState.Ready;
        }

        private void NoteFault(Exception exception, long nowMs)
        {
            if (nowMs - _firstFaultMs >= DeviceLimits.LoopFaultsMs)
            {
                _faults = 0;
                _firstFaultMs = nowMs;
            }

            _faults++;
            _restarts = _faults >= DeviceLimits.LoopFaultsMax;
            try
            {
                if (exception is OutOfMemoryException)
                {
                    // A burst of allocation may fail once although most of the memory is free.
                    nanoFramework.Runtime.Native.GC.Run(true);
                }

                _device.Log.Say("fault of the loop", _faults);
            }
            catch (Exception)
            {
                // It was counted: that is what matters.
            }
        }
    }
}
