import { Anchor, Text } from '@mantine/core';
import { useFileDialog } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import { useImportFlow } from '../api/manage-flows.ts';
import { showProblem } from '../app/problem.tsx';
import { flowsWords } from '../words/flows.ts';

const words = flowsWords.file;
const LARGEST_BYTES = 60_000_000;

async function readFlowFile(file: File): Promise<unknown> {
  if (file.size > LARGEST_BYTES) throw new Error(words.tooLarge);
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error(words.notJson);
  }
}

/** Brings in a flow from a file, chosen by a dialog or dropped on the page. */
export function useFlowFile() {
  const imported = useImportFlow();
  const navigate = useNavigate();
  const bring = async (file: File) => {
    try {
      const { flow, issues } = await imported.mutateAsync(await readFlowFile(file));
      const id = notifications.show({
        color: 'green',
        title: words.done(flow.name),
        message: (
          <>
            {issues.length > 0 && <Text>{words.look(issues.length)}</Text>}
            <Anchor
              component="button"
              onClick={() => {
                notifications.hide(id);
                navigate(`/flows/${flow.id}`);
              }}
            >
              {words.open}
            </Anchor>
          </>
        ),
        autoClose: 8_000,
      });
    } catch (error) {
      showProblem(error);
    }
  };
  const dialog = useFileDialog({
    accept: 'application/json,.json',
    multiple: false,
    resetOnOpen: true,
    onChange: (files) => {
      const file = files?.[0];
      if (file !== undefined) void bring(file);
    },
  });
  return { choose: dialog.open, bring, isBusy: imported.isPending };
}
