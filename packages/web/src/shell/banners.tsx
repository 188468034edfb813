import { useLive } from '../data/live.tsx';
import { useStatus } from '../data/use-status.ts';
import { plural } from '../format/count.ts';
import './banners.css';

/** What holds for every figure on the page and must not be missed. */
export const Banners = () => {
  const { data, isError } = useStatus();
  const { connection } = useLive();
  if (connection === 'off' || isError)
    return (
      <p className="banner banner-bad" role="alert">
        Meterline does not answer. These are the last figures it gave; the page goes on by itself when{' '}
        <code>meterline start</code> runs again.
      </p>
    );
  if (data === undefined) return null;
  const { import: state, ledgerFault, demo } = data;
  const reading = state.phase === 'reading' || state.phase === 'discovering';
  return (
    <>
      {demo && (
        <p className="banner">
          <strong>Demo.</strong> Made-up sample logs in a throw-away folder; nothing of yours is read.
        </p>
      )}
      {ledgerFault !== null && (
        <p className="banner banner-bad" role="alert">
          {ledgerFault.message} {ledgerFault.hint}
        </p>
      )}
      {reading && state.filesTotal > 0 && data.ledger !== null && data.ledger.calls > 0 && (
        <p className="banner">
          Importing: {plural(state.filesDone, 'file')} of {state.filesTotal.toLocaleString('en-US')} read.
          Figures grow until it is done.
        </p>
      )}
      {state.phase === 'failed' && state.fault !== null && (
        <p className="banner banner-bad" role="alert">
          {state.fault.message} {state.fault.hint}
        </p>
      )}
    </>
  );
};
