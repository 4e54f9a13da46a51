import type { PeerCertificate } from 'node:tls';
import { quoted } from './verdict.ts';

/** A certificate as people compare it: for whom, from whom, until when. */
export function describeCertificate(certificate: PeerCertificate): readonly string[] {
  const names = certificate.subjectaltname?.replaceAll(/DNS:|IP Address:/g, '') ?? '';
  return [
    `Made for: ${quoted(nameOf(certificate.subject))}${names === '' ? '' : `, also ${quoted(names)}`}`,
    `Made by: ${quoted(nameOf(certificate.issuer))}`,
    `Good from ${certificate.valid_from} to ${certificate.valid_to}`,
  ];
}

export const namesOf = (certificate: PeerCertificate): string =>
  quoted(certificate.subjectaltname?.replaceAll(/DNS:|IP Address:/g, '') ?? nameOf(certificate.subject));

export const daysLeft = (certificate: PeerCertificate, nowMs: number): number =>
  Math.floor((Date.parse(certificate.valid_to) - nowMs) / 86_400_000);

function nameOf(subject: PeerCertificate['subject'] | undefined): string {
  const name = subject?.CN ?? subject?.O ?? 'nobody';
  return Array.isArray(name) ? name.join(' ') : String(name);
}
