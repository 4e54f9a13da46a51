import { Button, FileButton } from '@mantine/core';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { uploadSound, useAssets } from '../../api/speech.ts';
import { showProblem } from '../../app/problem.tsx';
import { formWords as words } from '../../words/form.ts';
import { PlayButton } from './play-button.tsx';
import classes from './prompt.module.css';
import { RecordButton } from './record-button.tsx';

/** A sound from the store, and how to put another one there: upload it, or record it here. */
export function SoundFile({
  asset,
  onChange,
}: {
  readonly asset: string | undefined;
  readonly onChange: (hash: string) => void;
}) {
  const [isBusy, setBusy] = useState(false);
  const { data: assets, refetch } = useAssets(asset !== undefined);
  const info = assets?.find(({ hash }) => hash === asset);
  const upload = async (sound: Blob, name: string) => {
    setBusy(true);
    try {
      const { hash } = await uploadSound(sound, name);
      void refetch();
      onChange(hash);
    } catch (error) {
      showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.prompt}>
      {asset !== undefined && (
        <div className={classes.sound}>
          <PlayButton isReady sound={() => `/api/assets/${asset}`} lengthMs={info?.durationMs} />
          <span title={info?.origin.file}>{info?.origin.file ?? words.prompt.recorded}</span>
        </div>
      )}
      <div className={classes.bar}>
        <FileButton
          accept="audio/wav,audio/x-wav,.wav"
          onChange={(file) => file !== null && void upload(file, file.name)}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="xs"
              px={10}
              loading={isBusy}
              leftSection={<Upload size={13} aria-hidden />}
            >
              {words.prompt.upload}
            </Button>
          )}
        </FileButton>
        <RecordButton isBusy={isBusy} onRecorded={(sound) => void upload(sound, words.prompt.recorded)} />
      </div>
    </div>
  );
}
