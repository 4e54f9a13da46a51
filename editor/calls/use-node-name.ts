import { useCallFlow } from '../api/call-flow.ts';
import { useCatalogue } from '../api/catalogue.ts';

/** What a person calls a node of the flow that a call ran on; undefined until that is known. */
export function useNodeName(flowId: string, revision: number, nodeId: string | undefined): string | undefined {
  const { data: drawn } = useCallFlow(nodeId === undefined ? undefined : flowId, revision);
  const { data: catalogue } = useCatalogue();
  if (nodeId === undefined || drawn === undefined) return undefined;
  const node = drawn?.flow.nodes.find(({ id }) => id === nodeId);
  return node?.label ?? (node && catalogue?.get(node.step)?.title) ?? nodeId;
}
