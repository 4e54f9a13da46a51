import { confFile } from './conf.ts';
import { type Dialplan, dialplanFile } from './dialplan.ts';
import type { ControlPorts, SipHost } from './host.ts';
import { modulesFile } from './modules.ts';
import { pjsipFile, sorceryFile } from './pjsip.ts';

/** Absolute paths; each option of asterisk.conf's `[directories]` that this Asterisk knows is set to one of them. */
export interface AsteriskFolders {
  configuration: string;
  modules: string;
  /** Sounds, documentation, and the description of ARI. */
  data: string;
  /** The astdb and keys. */
  state: string;
  spool: string;
  /** The control socket: the path of a Unix socket holds 107 bytes. */
  run: string;
  log: string;
}

/** A user of ARI or AMI. Letters and digits only: it goes into URLs as it is. */
export interface ControlUser {
  username: string;
  password: string;
}

export interface AsteriskSettings {
  nodeName: string;
  host: SipHost;
  control: ControlPorts;
  folders: AsteriskFolders;
  ari: ControlUser;
  ami: ControlUser;
  dialplan: Dialplan;
  modules?: readonly string[];
}

/** Every file in the configuration folder of our private Asterisk: name -> text. Passwords are in it: mode 0600. */
export function asteriskFiles(settings: AsteriskSettings): Record<string, string> {
  return {
    'asterisk.conf': asteriskFile(settings),
    'modules.conf': modulesFile(settings.modules),
    'pjsip.conf': pjsipFile(settings.host),
    'sorcery.conf': sorceryFile(),
    'extensions.conf': dialplanFile(settings.dialplan),
    'http.conf': httpFile(settings.control),
    'ari.conf': ariFile(settings.ari),
    'manager.conf': managerFile(settings.control, settings.ami),
    'hep.conf': hepFile(settings.control),
    'rtp.conf': rtpFile(settings.host),
    'logger.conf': loggerFile(),
    // Without its file each of these logs an error or starts with defaults that cost something for each call.
    'cdr.conf': confFile([{ name: 'general', options: [['enable', false]] }]),
    'cel.conf': confFile([{ name: 'general', options: [['enable', false]] }]),
    'features.conf': confFile([{ name: 'general', options: [] }]),
    'acl.conf': '',
    'musiconhold.conf': musicFile(),
    'indications.conf': indicationsFile(),
    'udptl.conf': confFile([{ name: 'general', options: [] }]),
    'stasis.conf': '',
    'ccss.conf': '',
    'amd.conf': confFile([{ name: 'general', options: [] }]),
    'pjproject.conf': confFile([
      {
        name: 'startup',
        options: [
          ['type', 'startup'],
          ['log_level', 2],
        ],
      },
    ]),
    'websocket_client.conf': '',
    'chan_websocket.conf': confFile([{ name: 'global', options: [['control_message_format', 'json']] }]),
  };
}

function asteriskFile({ folders, nodeName }: AsteriskSettings): string {
  return confFile([
    {
      name: 'directories',
      options: [
        ['astetcdir', folders.configuration],
        ['astmoddir', folders.modules],
        ['astvarlibdir', folders.data],
        ['astdbdir', folders.state],
        ['astkeydir', folders.state],
        ['astdatadir', folders.data],
        ['astagidir', folders.data],
        ['astspooldir', folders.spool],
        ['astrundir', folders.run],
        ['astlogdir', folders.log],
        ['astsbindir', folders.data],
      ],
    },
    {
      name: 'options',
      options: [
        ['systemname', nodeName],
        ['nocolor', true],
        ['hideconnect', true],
        ['defaultlanguage', 'en'],
        ['live_dangerously', false],
        ['execincludes', false],
      ],
    },
  ]);
}

function httpFile(control: ControlPorts): string {
  return confFile([
    {
      name: 'general',
      options: [
        ['enabled', true],
        ['bindaddr', '127.0.0.1'],
        ['bindport', control.httpPort],
        ['enable_static', false],
        ['enable_status', false],
        // The default of 100 counts keep-alive connections, ARI and media sockets together.
        ['sessionlimit', 4000],
      ],
    },
  ]);
}

function ariFile(user: ControlUser): string {
  return confFile([
    {
      name: 'general',
      options: [
        ['enabled', true],
        ['pretty', false],
      ],
    },
    {
      name: user.username,
      options: [
        ['type', 'user'],
        ['read_only', false],
        ['password', user.password],
        ['password_format', 'plain'],
      ],
    },
  ]);
}

function managerFile(control: ControlPorts, user: ControlUser): string {
  return confFile([
    {
      name: 'general',
      options: [
        ['enabled', true],
        ['webenabled', false],
        ['bindaddr', '127.0.0.1'],
        ['port', control.amiPort],
      ],
    },
    {
      name: user.username,
      options: [
        ['secret', user.password],
        ['deny', '0.0.0.0/0.0.0.0'],
        ['permit', '127.0.0.1/255.255.255.255'],
        ['read', 'system,call,reporting,security'],
        ['write', 'system,call,reporting,command'],
        ['writetimeout', 5000],
      ],
    },
  ]);
}

function rtpFile(host: SipHost): string {
  return confFile([
    {
      name: 'general',
      options: [
        ['rtpstart', host.rtpFirstPort],
        ['rtpend', host.rtpLastPort],
      ],
    },
  ]);
}

/** Messages of a dialogue that has a channel carry its name, so that nobody has to ask whose a Call-ID is. */
function hepFile({ hepPort }: ControlPorts): string {
  const to = hepPort === undefined ? [] : [['capture_address', `127.0.0.1:${hepPort}`] as const];
  return confFile([
    { name: 'general', options: [['enabled', hepPort !== undefined], ...to, ['uuid_type', 'channel']] },
  ]);
}

function loggerFile(): string {
  return confFile([
    {
      name: 'general',
      options: [
        ['dateformat', '%F %T.%3q'],
        ['queue_log', false],
      ],
    },
    {
      name: 'logfiles',
      options: [
        ['messages.log', 'notice,warning,error'],
        ['console', 'error'],
      ],
    },
  ]);
}

/** Tones of the United States (ITU-T E.180 supplement 2); Asterisk refuses to play any `tone:` without a zone. */
function indicationsFile(): string {
  return confFile([
    { name: 'general', options: [['country', 'us']] },
    {
      name: 'us',
      options: [
        ['description', 'United States'],
        ['ringcadence', '2000,4000'],
        ['dial', '350+440'],
        ['busy', '480+620/500,0/500'],
        ['ring', '440+480/2000,0/4000'],
        ['congestion', '480+620/250,0/250'],
        ['callwaiting', '440/300,0/10000'],
        ['dialrecall', '!350+440/100,!0/100,!350+440/100,!0/100,!350+440/100,!0/100,350+440'],
        ['record', '1400/500,0/15000'],
        ['info', '!950/330,!1400/330,!1800/330,0'],
      ],
    },
  ]);
}

/** Music for callers who wait: the pieces that Asterisk brings along, in its data folder. */
const musicFile = (): string =>
  confFile([
    {
      name: 'default',
      options: [
        ['mode', 'files'],
        ['directory', 'moh'],
        ['sort', 'random'],
      ],
    },
  ]);
