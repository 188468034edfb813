import { useChange } from '../data/use-change.ts';
import { useStatus } from '../data/use-status.ts';
import { agoText } from '../format/time.ts';
import { Button } from './button.tsx';
import { isImporting } from './import-words.ts';

/** Looks for new logs at once; says when that was last done. */
export const LookNow = () => {
  const { data } = useStatus();
  const scan = useChange('post', '/scan');
  const busy = scan.isPending || (data !== undefined && isImporting(data.import));
  return (
    <>
      <span className="muted small" role="status">
        {scan.error !== null
          ? (scan.error.problem.detail ?? scan.error.problem.title)
          : busy
            ? 'Looking …'
            : data?.import.finishedAt
              ? `Looked ${agoText(data.import.finishedAt, data.now, data.zone)}${data.watching ? ', and watching' : ''}`
              : ''}
      </span>
      <Button disabled={busy} onClick={() => scan.mutate({})}>
        Look now
      </Button>
    </>
  );
};
