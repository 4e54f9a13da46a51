import fc from 'fast-check';

/** Text rich in what means something to Asterisk, SIP, a database or a terminal. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      ';',
      '\\;',
      '\\',
      ';--',
      '--;',
      '[',
      ']',
      '[x]',
      '(!)',
      '+=',
      '=>',
      '>',
      '=',
      '"',
      "'",
      ',',
      '|',
      '&',
      '%',
      '%00',
    ],
    ...[
      '\n',
      '\r\n',
      '\t',
      '\0',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\ud800',
      '\u202e',
      ' ',
      '  ',
      '\u00a0',
      '電話',
      '👩‍🚒',
      'ü',
    ],
    ...[
      '#include x',
      '#exec x',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what Asterisk would evaluate
      '${SHELL(id)}',
      '$[1+1]',
      'type=endpoint',
      '\n[evil]\ntype=endpoint',
      '<sip:x@y>',
      '@evil.example',
    ],
    ...["'; drop table trunks; --", '../../etc/passwd', '\u001b[2J', '*', '+', 'sip:', ';lr', ';transport=tls'],
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
);

/** One string in forty is longer than a line of a configuration file. */
export const hostileText = fc.oneof(
  { weight: 39, arbitrary: fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: piece.map((text) => `${text}x`.repeat(9_000).slice(0, 9_000)) },
);
