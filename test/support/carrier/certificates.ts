import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Certificates for tests of TLS, all made by one authority but the first. */
export interface Certificates {
  /** PEM of the authority. */
  readonly authority: string;
  readonly good: Certificate;
  readonly selfSigned: Certificate;
  readonly wrongName: Certificate;
  readonly expired: Certificate;
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** @param name for whom the good ones are: a name, or an address */
export async function makeCertificates(name: string): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'pc-tls-'));
  const openssl = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder });
  const read = (file: string) => readFile(join(folder, file), 'utf8');
  const altName = (host: string) => `subjectAltName=${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}`;
  const signed = async (file: string, host: string, days: number): Promise<Certificate> => {
    await openssl('req', ...curve, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${host}`);
    await writeFile(join(folder, `${file}.ext`), `${altName(host)}\n`);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days)];
    await openssl('x509', '-req', '-in', `${file}.csr`, ...by, '-out', `${file}.pem`, '-extfile', `${file}.ext`);
    return { key: await read(`${file}.key`), cert: await read(`${file}.pem`) };
  };
  const own = async (file: string, host: string): Promise<Certificate> => {
    const more = ['-days', '30', '-subj', `/CN=${host}`];
    await openssl('req', '-x509', ...curve, '-keyout', `${file}.key`, '-out', `${file}.pem`, ...more);
    return { key: await read(`${file}.key`), cert: await read(`${file}.pem`) };
  };
  try {
    const { cert: authority } = await own('ca', 'Authority of this test');
    return {
      authority,
      good: await signed('good', name, 30),
      selfSigned: await own('self', name),
      wrongName: await signed('wrong', 'sip.elsewhere.example', 30),
      expired: await signed('expired', name, -1),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
