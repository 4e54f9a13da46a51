import { compileArgument } from './compile-argument.ts';
import { flowArgument } from './flow-argument.ts';
import { act, type Verb } from './verb.ts';

export const compileVerb: Verb = {
  name: 'compile',
  summary: 'Print the XState machine of a flow as JSON.',
  configure(command) {
    command.argument('<flow>', flowArgument).action(
      act(command, async (output, flow: string) => {
        const { json } = await compileArgument(flow);
        output.result(json, () => JSON.stringify(json, null, 2));
      }),
    );
  },
};
