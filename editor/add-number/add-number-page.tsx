import { Button } from '@mantine/core';
import { Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import { useCarriers } from '../api/carriers.ts';
import { useTrunks } from '../api/trunks.ts';
import { Page } from '../app/page.tsx';
import { ProblemBox } from '../app/problem.tsx';
import { RowsLoading } from '../app/rows-loading.tsx';
import { addNumberWords as words } from '../words/add-number.ts';
import { AssignStep } from './assign-step.tsx';
import { CarrierStep } from './carrier-step.tsx';
import { SettingsStep } from './settings-step.tsx';
import { StepTrail } from './step-trail.tsx';
import { type StepName, stepAt } from './steps.ts';
import { TestStep } from './test-step.tsx';
import { firstDraft, forgetAddNumber, useAddNumber } from './use-add-number.ts';

/** From the account at a phone company to a number that a flow answers. The address names the step. */
export function AddNumberPage() {
  const { step: asked } = useParams();
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const { data: carriers, error } = useCarriers();
  const { data: trunks, error: trunksError } = useTrunks();
  const { state, change, reset } = useAddNumber(query);
  const step = stepAt(asked, state);
  const go = (to: StepName, field?: string) =>
    navigate(`/numbers/new/${to}${field === undefined ? '' : `#${encodeURIComponent(field)}`}`);
  const preset = carriers?.find(({ id }) => id === state.carrier);
  const isReady = carriers !== undefined && trunks !== undefined;
  if (step !== (asked ?? 'carrier')) return <Navigate to={`/numbers/new/${step}`} replace />;
  return (
    <Page
      title={words.title}
      summary={words.summary}
      back={{ to: '/numbers', label: words.back }}
      actions={
        step !== 'carrier' && (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              reset();
              void go('carrier');
            }}
          >
            {words.startOver}
          </Button>
        )
      }
    >
      <StepTrail at={step} isExisting={state.carrier === undefined && state.trunkId !== undefined} onGo={go} />
      {(error ?? trunksError) !== null && <ProblemBox error={error ?? trunksError} />}
      {!isReady && error === null && trunksError === null && <RowsLoading />}
      {isReady && step === 'carrier' && (
        <CarrierStep
          carriers={carriers}
          trunks={trunks}
          onTrunk={({ id }) => {
            change({ carrier: undefined, trunkId: id, testId: undefined, number: { ...state.number, trunkId: id } });
            void go('assign');
          }}
          onCarrier={(chosen) => {
            // Another carrier is another trunk; the same one goes on where it was.
            const isSame = chosen.id === state.carrier;
            change({
              carrier: chosen.id,
              drafts: { [chosen.id]: firstDraft(chosen), ...state.drafts },
              ...(isSame ? {} : { trunkId: undefined, testId: undefined }),
            });
            void go('settings');
          }}
        />
      )}
      {isReady && step === 'settings' && preset !== undefined && (
        <SettingsStep
          key={preset.id}
          preset={preset}
          state={state}
          onChange={change}
          onBack={() => void go('carrier')}
          onSaved={(saved) => {
            change({ ...saved, number: { ...state.number, trunkId: saved.trunkId } });
            void go('test');
          }}
        />
      )}
      {isReady && step === 'test' && (
        <TestStep
          trunk={trunks.find(({ id }) => id === state.trunkId)}
          state={state}
          onStarted={(testId) => change({ testId })}
          onField={(field) => void go('settings', field)}
          onBack={() => void go('settings')}
          onNext={() => void go('assign')}
        />
      )}
      {isReady && step === 'assign' && (
        <AssignStep
          state={state}
          trunkName={trunks.find(({ id }) => id === state.trunkId)?.name}
          onChange={(number) => change({ number })}
          onBack={() => void go(state.carrier === undefined ? 'carrier' : 'test')}
          onDone={(number) => {
            forgetAddNumber();
            void navigate(`/numbers/${encodeURIComponent(number)}`);
          }}
        />
      )}
    </Page>
  );
}
