import { Center, Overlay, Paper, Portal, Text } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { flowsWords } from '../words/flows.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes a file that is dropped anywhere on the page. */
export function DropZone({ onFile }: { readonly onFile: (file: File) => void }) {
  const [isOver, setIsOver] = useState(false);
  // Entering a child comes before leaving its parent, so both are counted.
  const depth = useRef(0);
  const move = (by: number) => {
    depth.current = Math.max(0, depth.current + by);
    setIsOver(depth.current > 0);
  };
  useWindowEvent('dragenter', (event) => hasFiles(event) && move(1));
  useWindowEvent('dragleave', (event) => hasFiles(event) && move(-1));
  useWindowEvent('dragover', (event) => hasFiles(event) && event.preventDefault());
  useWindowEvent('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    move(-depth.current);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) onFile(file);
  });
  if (!isOver) return null;
  return (
    <Portal>
      <Overlay fixed zIndex={400} backgroundOpacity={0.35} style={{ pointerEvents: 'none' }}>
        <Center h="100%">
          <Paper p="xl" shadow="lg">
            <Text size="lg" fw={600}>
              {flowsWords.file.drop}
            </Text>
          </Paper>
        </Center>
      </Overlay>
    </Portal>
  );
}
