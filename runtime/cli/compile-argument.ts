import { steps } from '#plugins/index';
import type { CompiledFlow } from '#runtime/compile/compile';
import { compileFlow } from '#runtime/compile/compile';
import { catalogueOf } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import { migrateSteps } from '#runtime/flow/migrate';
import { readFlow } from '#runtime/flow/read-flow';
import { readFlowText } from './flow-argument.ts';
import { CliError } from './verb.ts';

/** Reads FLOW and compiles it with the built-in steps. Throws CliError, also for a flow with errors. */
export async function compileArgument(flow: string): Promise<CompiledFlow> {
  const { name, text } = await readFlowText(flow);
  const read = readFlow(text);
  if (!read.ok) throw invalid(name, flow, read.issues);
  const result = compileFlow(migrateSteps(read.flow, steps), catalogueOf(steps));
  if (!result.ok) throw invalid(name, flow, result.issues);
  return result.compiled;
}

function invalid(name: string, argument: string, issues: readonly Issue[]): CliError {
  const [first] = issues;
  const where = [first?.nodeId, first?.field].filter((part) => part !== undefined).join(' ');
  const more = issues.length > 1 ? ` And ${issues.length - 1} more.` : '';
  const message = `${name} has errors. ${where === '' ? '' : `${where}: `}${first?.message ?? ''}${more}`;
  return new CliError('flow-invalid', message, `Run \`npx patchcord check ${argument}\` to see each with its fix.`);
}
