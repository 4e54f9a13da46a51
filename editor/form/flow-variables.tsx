import { Button, Collapse, Stack, UnstyledButton } from '@mantine/core';
import { ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Variable } from '#runtime/flow/schema';
import { useEditor, useEditorCatalogue, useEditorStore } from '../state/editor-context.tsx';
import { formWords } from '../words/form.ts';
import { FieldIssues } from './field-issues.tsx';
import classes from './panel.module.css';
import { nodesUsing, renameVariable } from './rename/rename-in-flow.ts';
import { VariableFields } from './variable-fields.tsx';

const words = formWords.flowPanel;

/** The variables of a flow: what it keeps during a call. */
export function FlowVariables() {
  const store = useEditorStore();
  const catalogue = useEditorCatalogue();
  const flow = useEditor((state) => state.flow);
  const issues = useEditor((state) => state.issues);
  const [open, setOpen] = useState<number>();
  const { edit } = store.getState();
  const set = (index: number, variable: Variable, gesture?: string) =>
    edit(
      (before) => ({ ...before, variables: before.variables.map((each, at) => (at === index ? variable : each)) }),
      gesture,
    );
  const add = () => {
    const taken = new Set(flow.variables.map(({ name }) => name));
    let number = flow.variables.length + 1;
    while (taken.has(`value${number}`)) number++;
    edit((before) => ({ ...before, variables: [...before.variables, { name: `value${number}`, type: 'text' }] }));
    setOpen(flow.variables.length);
  };
  return (
    <>
      <h3 className={classes.heading} style={{ marginBottom: 2 }}>
        {words.variables}
      </h3>
      <p className={classes.quiet} style={{ margin: '0 0 10px' }}>
        {flow.variables.length === 0 ? words.noVariables : words.variablesHelp}
      </p>
      <Stack gap={8}>
        {flow.variables.map((variable, index) => {
          const own = issues.filter(
            ({ nodeId, field }) => nodeId === undefined && field?.startsWith(`variables[${index}].`),
          );
          const isOpen = open === index || own.length > 0;
          const users = nodesUsing(flow, catalogue, variable.name);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed; order does not
            <div key={index} className={classes.variable} data-field={`variables[${index}]`}>
              <UnstyledButton
                className={classes.variableHead}
                aria-expanded={isOpen}
                onClick={() => setOpen(isOpen ? undefined : index)}
              >
                <span>{variable.name}</span>
                <span className={classes.quiet}>{words.types[variable.type]}</span>
                <ChevronRight size={14} aria-hidden style={{ transform: isOpen ? 'rotate(90deg)' : undefined }} />
              </UnstyledButton>
              <Collapse expanded={isOpen}>
                <VariableFields
                  variable={variable}
                  others={flow.variables.filter((_, at) => at !== index).map(({ name }) => name)}
                  users={users.length}
                  onChange={(next, gesture) =>
                    set(index, next, gesture === undefined ? undefined : `variable ${index} ${gesture}`)
                  }
                  onRename={(name) => edit((before) => renameVariable(before, catalogue, variable.name, name))}
                  onRemove={() => {
                    setOpen(undefined);
                    edit((before) => ({ ...before, variables: before.variables.filter((_, at) => at !== index) }));
                  }}
                />
                <FieldIssues issues={own} />
              </Collapse>
            </div>
          );
        })}
        <Button variant="default" size="xs" w="fit-content" leftSection={<Plus size={14} aria-hidden />} onClick={add}>
          {words.addVariable}
        </Button>
      </Stack>
    </>
  );
}
