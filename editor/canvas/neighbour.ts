import type { FlowNode } from '#runtime/flow/schema';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The node that lies next in a direction, as the eye would choose: near, and more ahead than aside. */
export function neighbour(
  nodes: readonly FlowNode[],
  fromId: string | undefined,
  direction: Direction,
): string | undefined {
  const from = nodes.find(({ id }) => id === fromId);
  if (from === undefined) return nodes.toSorted((a, b) => a.position.x - b.position.x)[0]?.id;
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  const isAcross = direction === 'left' || direction === 'right';
  const ranked = nodes.flatMap(({ id, position }) => {
    const dx = position.x - from.position.x;
    const dy = position.y - from.position.y;
    const ahead = sign * (isAcross ? dx : dy);
    const aside = Math.abs(isAcross ? dy : dx);
    return id !== from.id && ahead > 8 ? [{ id, cost: ahead + 2.5 * aside }] : [];
  });
  return ranked.toSorted((a, b) => a.cost - b.cost)[0]?.id;
}
