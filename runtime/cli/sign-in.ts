import { requireApi } from './api-client.ts';
import { act, type Output, type Verb } from './verb.ts';

export const signInVerb: Verb = {
  name: 'sign-in',
  summary: 'Make a link that signs you in to the editor, once.',
  configure(command) {
    command.action(act(command, signIn));
  },
};

async function signIn(output: Output): Promise<void> {
  const link = await (await requireApi()).request<{ url: string; expiresAt: string }>('POST', '/api/sign-in-links');
  output.result(link, `Open within 15 minutes: ${link.url}`);
}
