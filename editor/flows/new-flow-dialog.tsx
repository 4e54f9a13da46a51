import { Modal, Radio, SimpleGrid, Skeleton, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCreateFlow } from '../api/flows.ts';
import { useTemplates } from '../api/templates.ts';
import { DialogForm } from '../app/dialog-form.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { flowsWords } from '../words/flows.ts';
import { TemplateCard } from './template-card.tsx';

const words = flowsWords.fresh;
const BLANK = 'blank';
const EMPTY_FLOW = { nodes: [], edges: [] };

/** Makes a flow of a template, or an empty one, and opens it. */
export function NewFlowDialog({ folder, onClose }: { readonly folder: string; readonly onClose: () => void }) {
  const { data: templates, error, isPending } = useTemplates();
  const [chosen, setChosen] = useState(BLANK);
  const [typed, setTyped] = useState<string>();
  const create = useCreateFlow();
  const navigate = useNavigate();
  const rest = (templates ?? []).filter(({ id }) => id !== BLANK);
  const blank = templates?.find(({ id }) => id === BLANK) ?? { ...words.blank, flow: EMPTY_FLOW };
  const name = typed ?? rest.find(({ id }) => id === chosen)?.title ?? '';
  const make = () =>
    create.mutate(
      {
        name: name.trim(),
        ...(folder === '' ? {} : { folder }),
        ...(chosen === BLANK ? {} : { template: chosen }),
      },
      { onSuccess: ({ id }) => navigate(`/flows/${id}`) },
    );
  return (
    <Modal opened onClose={onClose} title={words.title} size={720}>
      <DialogForm submit={words.submit} change={create} isReady={name.trim() !== ''} onSubmit={make} onClose={onClose}>
        <TextInput
          label={words.name}
          placeholder={words.namePlaceholder}
          value={name}
          maxLength={120}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        <Radio.Group label={words.begin} value={chosen} onChange={setChosen}>
          <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="sm" mt={6}>
            <TemplateCard value={BLANK} title={blank.title} summary={blank.summary} flow={blank.flow} />
            {rest.map(({ id, title, summary, flow }) => (
              <TemplateCard key={id} value={id} title={title} summary={summary} flow={flow} />
            ))}
            {isPending && [1, 2, 3].map((n) => <Skeleton key={n} h={180} radius="md" />)}
          </SimpleGrid>
        </Radio.Group>
        {error !== null && <ProblemBox error={error} />}
      </DialogForm>
    </Modal>
  );
}
