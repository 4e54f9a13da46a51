/** What a pasted setting is, whatever the carrier calls it. */
export type PastedField =
  | 'name'
  | 'carrier'
  | 'kind'
  | 'domain'
  | 'port'
  | 'transport'
  | 'mediaEncryption'
  | 'username'
  | 'authUsername'
  | 'password'
  | 'registrar'
  | 'registers'
  | 'outboundProxy'
  | 'codecs'
  | 'dtmf'
  | 'callerId'
  | 'leadingPlus'
  | 'techPrefix'
  | 'sourceAddresses'
  | 'country';

/** Names as carriers write them, without blanks and signs. */
const names: Readonly<Record<PastedField, string>> = {
  name: 'name trunkname friendlyname label title',
  carrier: 'carrier provider',
  kind: 'kind authtype authentication authmode auth type',
  domain:
    'domain host hostname server sipserver siphost sipdomain sipserverhost serverhost serveraddress sipaddress sipproxyserver terminationuri terminationsipuri terminationdomain trunkdomain realm fromdomain gateway sipgateway peer address',
  port: 'port sipport serverport',
  transport: 'transport protocol transportprotocol siptransport transporttype',
  mediaEncryption: 'mediaencryption srtp encryption securemedia rtpencryption',
  username: 'username user sipusername sipuser account accountname login siplogin sipid userid accountid fromuser',
  authUsername:
    'authusername authuser authid authenticationid authenticationname authorizationuser authorizationid authname',
  password: 'password pass passwd secret sippassword sipsecret authpassword',
  registrar: 'registrar registrarserver sipregistrar registrarhost registerserver registrarproxy proxyregistrar',
  registers: 'register registration requiresregister requiresregistration registrationrequired',
  outboundProxy: 'outboundproxy proxy sipproxy proxyserver outboundproxyserver',
  codecs: 'codecs codec audiocodecs allow allowedcodecs preferredcodecs',
  dtmf: 'dtmf dtmfmode dtmftype dtmfmethod',
  callerId: 'callerid cli callernumber outboundcallerid didnumber did phonenumber number',
  leadingPlus: 'leadingplus e164leadingplus plus plusprefix',
  techPrefix: 'techprefix technicalprefix prefix dialprefix',
  sourceAddresses:
    'sourceaddresses sourceaddress ips ipaddresses ipaddress allowedips signalingips signallingips sourceips whitelist inboundips match permit sipips',
  country: 'country countrycode',
};

const fields = new Map(
  (Object.keys(names) as PastedField[]).flatMap((field) =>
    names[field].split(' ').map((name) => [name, field] as const),
  ),
);

export const pastedField = (name: string): PastedField | undefined =>
  fields.get(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
