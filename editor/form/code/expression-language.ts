import { StreamLanguage } from '@codemirror/language';

/** Just enough of CEL to colour it; whether it is right is for its parser to say. */
export const expressionLanguage = StreamLanguage.define<null>({
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/)) return 'string';
    if (stream.match(/\d+(\.\d+)?/)) return 'number';
    if (stream.match(/(true|false|null|in)\b/)) return 'keyword';
    if (stream.match(/[A-Za-z_]\w*(?=\s*\()/)) return 'variableName.function';
    if (stream.match(/[A-Za-z_]\w*/)) return 'variableName';
    stream.next();
    return null;
  },
});
