/** Texts of the canvas. */
export const canvasWords = {
  label: 'Drawing of the flow',
  unknownStep: 'This step is not installed.',
  issues: (count: number, first: string) => (count === 1 ? first : `${count} problems. The first: ${first}`),
  menu: 'What can be done here',
  noteText: 'Text of the note',
  frameTitle: 'Title of the frame',
  callsHere: (count: number) => (count === 1 ? 'One call is here now' : `${count} calls are here now`),
  callsAlong: (count: number) =>
    count === 1 ? 'One call in progress went this way' : `${count} calls in progress went this way`,
  callsNow: (count: number) => (count === 1 ? '1 call now' : `${count} calls now`),
  addInto: 'Add a step here',
  miniMap: 'Overview of the drawing',
} as const;
