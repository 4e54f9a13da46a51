import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { parseAllowList } from '#runtime/http/allow-list';
import { guardedHttp } from '#runtime/http/guarded-http';
import { isPublic } from '#runtime/http/public-address';

const inner4 = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.1.2.3',
  '168.63.129.16',
  '169.254.169.254',
  '169.254.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.255',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
];
/** Every way to write an IPv4 address inside an IPv6 one. */
const asIpv6 = (address: string): string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  return [
    `::ffff:${address}`,
    `::ffff:${hex}`,
    `::${hex}`,
    `::ffff:0:${hex}`,
    `64:ff9b::${hex}`,
    `64:ff9b:1::${hex}`,
    `2002:${hex}::`,
    `2002:${hex}::1`,
    `2001:0:${hex}::1`,
  ];
};
const inner6 = [
  '::',
  '::1',
  'fc00::1',
  'fd00:ec2::254',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001:db8::1',
  '3fff::1',
  '5f00::1',
  ...inner4.flatMap(asIpv6),
];
const outer = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '126.1.1.1',
  '128.0.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.1.1',
  '192.169.0.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
  '2001:4860:4860::8888',
];

test('an address is public or it is not, in every form', () => {
  for (const address of [...inner4, ...inner6]) expect(isPublic(address), address).toBe(false);
  for (const address of outer) expect(isPublic(address), address).toBe(true);
});

/** Ways to write 127.0.0.1 and its like in an address of the web. */
const forms = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '0177.1',
  '127.000.000.001',
  '0',
  '0.0.0.0',
  '0x0',
  '00',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '127%2e0%2e0%2e1',
  '%31%32%37.0.0.1',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[::ffff:0:127.0.0.1]',
  'a@127.0.0.1',
  'example.com@127.0.0.1',
  '127.0.0.1#@example.com',
  ...inner4,
  ...inner6.filter((address) => !address.includes('%')).map((address) => `[${address}]`),
];

test('no form of an inner address reaches a server on this machine', async () => {
  let reached = 0;
  const server = createServer((_, response) => {
    reached += 1;
    response.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  const { port } = server.address() as AddressInfo;
  const http = guardedHttp({ allow: parseAllowList('') });
  for (const form of forms) {
    const url = form.includes('#') ? `http://${form.replace('#', `:${port}#`)}` : `http://${form}:${port}/`;
    const asked = http({ url, timeoutMs: 2_000 }, new AbortController().signal);
    await expect(asked, url).rejects.toMatchObject({
      code: expect.stringMatching(/^http-(address-(refused|invalid)|unreachable)$/),
    });
  }
  expect(forms.length).toBeGreaterThan(200);
  expect(reached).toBe(0);
  server.close();
});

test('the setting allows names, addresses and nets, and says which entry is none of them', () => {
  const list = parseAllowList(' crm.local, 10.1.0.0/16,192.168.7.7 , fd00:1::/32 ');
  expect(list.allows('CRM.local', '10.9.9.9')).toBe(true);
  expect(list.allows('other.local', '10.9.9.9')).toBe(false);
  expect(list.allows('any', '10.1.255.3')).toBe(true);
  expect(list.allows('any', '192.168.7.7')).toBe(true);
  expect(list.allows('any', '192.168.7.8')).toBe(false);
  expect(list.allows('any', 'fd00:1::5')).toBe(true);
  expect(list.allows('any', 'fd00:2::5')).toBe(false);
  for (const wrong of ['10.1.0.0/33', 'a b', 'http://x', '10.1.0.0/x', '10.1.0.0/8/8', '/8'])
    expect(() => parseAllowList(`ok.example,${wrong}`)).toThrow(`'${wrong}'`);
});
