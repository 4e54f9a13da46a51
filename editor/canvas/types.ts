import { ExitEdge } from './exit-edge.tsx';
import { FrameNode, NoteNode } from './note-node.tsx';
import { StepNode } from './step-node.tsx';

// The same objects at every render: React Flow would otherwise draw all anew.
export const nodeTypes = { step: StepNode, note: NoteNode, frame: FrameNode };
export const edgeTypes = { exit: ExitEdge };
