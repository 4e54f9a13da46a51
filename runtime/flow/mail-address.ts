import * as z from 'zod';

const PATTERN =
  /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

/** `name@example.com`: one address without a name, and nothing that could be a second header (HTML, valid e-mail address). */
export const MailAddress = z.string().max(254).regex(PATTERN, 'Write an address such as name@example.com.');

/** The addresses of a line with commas, semicolons or spaces between them; undefined when one of them is none. */
export function mailAddresses(text: string): readonly string[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => MailAddress.safeParse(part).success) ? parts : undefined;
}
