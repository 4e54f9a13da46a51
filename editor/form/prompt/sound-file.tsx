import { Button, FileButton, Tooltip } from '@mantine/core';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { uploadSound, useAssets } from '../../api/speech.ts';
import { showProblem } from '../../app/problem.tsx';
import { formWords as words } from '../../words/form.ts';
import { PlayButton } from './play-button.tsx';
import classes from './prompt.module.css';
import { RecordButton } from './record-button.tsx';

/** A sound from the store: its name, its length, and how it sounds. */
export function SoundFile({ asset }: { readonly asset: string | undefined }) {
  const { data: assets } = useAssets(asset !== undefined);
  if (asset === undefined) return <div className={classes.sound}>{words.prompt.noSound}</div>;
  const info = assets?.find(({ hash }) => hash === asset);
  return (
    <div className={classes.sound}>
      <PlayButton isReady sound={() => `/api/assets/${asset}`} lengthMs={info?.durationMs} />
      <span className={classes.file} title={info?.origin.file}>
        {info?.origin.file ?? words.prompt.recorded}
      </span>
    </div>
  );
}

/** Puts a sound into the store: uploads it, or records it here. */
export function SoundButtons({ onChange }: { readonly onChange: (hash: string) => void }) {
  const [isBusy, setBusy] = useState(false);
  const { refetch } = useAssets(false);
  const upload = async (sound: Blob, name: string) => {
    setBusy(true);
    try {
      const { hash } = await uploadSound(sound, name);
      onChange(hash);
      void refetch();
    } catch (error) {
      showProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <FileButton
        accept="audio/wav,audio/x-wav,.wav"
        onChange={(file) => file !== null && void upload(file, file.name)}
        inputProps={{ 'aria-label': words.prompt.uploadLong }}
      >
        {(props) => (
          <Tooltip label={words.prompt.uploadLong}>
            <Button
              {...props}
              variant="default"
              size="xs"
              px={8}
              loading={isBusy}
              leftSection={<Upload size={13} aria-hidden />}
            >
              {words.prompt.upload}
            </Button>
          </Tooltip>
        )}
      </FileButton>
      <RecordButton isBusy={isBusy} onRecorded={(sound) => void upload(sound, words.prompt.recorded)} />
    </>
  );
}
