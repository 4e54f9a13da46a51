import type { PeerCertificate } from 'node:tls';
import { daysLeft, describeCertificate, namesOf } from './certificate.ts';
import type { Climb, RungRun } from './climb.ts';
import { firstHop, portField } from './first-hop.ts';
import { codeOf } from './open-stream.ts';
import { openTls } from './open-tls.ts';
import { failed, ok, quoted, skipped, type Verdict } from './verdict.ts';

const SOON_DAYS = 14;

/** Does the server speak TLS, and is its certificate good, for this name, today? */
export async function tlsRung({ trunk, places, deps }: Climb, { signal }: RungRun): Promise<Verdict> {
  if (trunk.transport !== 'tls') return skipped(`Signalling is not encrypted (${trunk.transport.toUpperCase()}).`);
  const [place] = places;
  const server = firstHop(trunk);
  if (place === undefined) return skipped('No server is known.');
  const socket = await openTls(place, { signal, authorities: await deps.authorities() }).catch((error) =>
    codeOf(error),
  );
  if (typeof socket === 'string')
    return failed({
      seen: `${place.address}:${place.port} takes the connection but does not speak TLS (${quoted(socket, 60)}).`,
      means: 'This port is for SIP without encryption, or the server has an encryption that is too old.',
      fix: 'Enter the port for TLS, usually 5061; or choose TCP if the carrier offers no TLS.',
      field: portField(server),
      stop: true,
    });
  const certificate = socket.getPeerCertificate();
  const problem = socket.authorizationError === null ? undefined : String(socket.authorizationError);
  const version = socket.getProtocol() ?? 'TLS';
  socket.destroy();
  const details = [`${version}, ${place.address}:${place.port}`, ...describeCertificate(certificate)];
  if (problem === undefined || problem === 'null') return good(certificate, details);
  const words = wordsFor(problem, server.host, certificate);
  if (trunk.verifyCertificate) return failed({ ...words, details, stop: true });
  return ok({
    seen: words.seen,
    means: 'The certificate is not good, which the settings allow: somebody in between could listen.',
    details,
  });
}

function good(certificate: PeerCertificate, details: readonly string[]): Verdict {
  const days = daysLeft(certificate, Date.now());
  return ok({
    seen: `The certificate is for ${namesOf(certificate)} and good until ${certificate.valid_to}.`,
    means:
      days < SOON_DAYS
        ? `It is good for ${days} more days only: the carrier has to renew it.`
        : 'The signalling is encrypted, and the server is who it says it is.',
    details,
  });
}

function wordsFor(problem: string, host: string, certificate: PeerCertificate) {
  switch (problem) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        seen: `The certificate is for ${namesOf(certificate)}, not for ${host}.`,
        means:
          "This may be another server than the carrier's; or the settings name it in another way than its certificate does.",
        fix: `Enter the name that the carrier gives for TLS: one that the certificate is for.`,
        field: 'domain',
      };
    case 'CERT_HAS_EXPIRED':
      return {
        seen: `The certificate was good until ${certificate.valid_to}.`,
        means: 'It is out of date, so nobody can be sure who the server is.',
        fix: 'Tell the carrier; check the date of this machine. Until it is mended, choose another server or TCP.',
        field: 'domain',
      };
    case 'CERT_NOT_YET_VALID':
      return {
        seen: `The certificate is good only from ${certificate.valid_from}.`,
        means: 'The date of this machine is probably wrong.',
        fix: 'Set the clock of this machine.',
        field: 'verifyCertificate',
      };
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return {
        seen: `The certificate was made by ${namesOf(certificate)} itself.`,
        means: 'No authority says who the server is: anybody could have made this certificate.',
        fix: 'Add its authority to those that this machine believes; or, for a server in your own network, switch the check of certificates off.',
        field: 'verifyCertificate',
      };
    default:
      return {
        seen: `The certificate can not be checked (${quoted(problem, 80)}).`,
        means: 'The authority behind it is unknown here, or the server does not send all that is needed to check it.',
        fix: 'Add its authority to those that this machine believes; or tell the carrier that its certificate chain is incomplete.',
        field: 'verifyCertificate',
      };
  }
}
