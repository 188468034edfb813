import type { CallRow } from './call-cost.tsx';
import './call-status.css';

/** How a call ended. */
export const CallStatus = ({
  call: { status, httpStatus },
}: {
  readonly call: Pick<CallRow, 'status' | 'httpStatus'>;
}) => (
  <span className={`call-status is-${status}`}>
    {status}
    {httpStatus !== null && httpStatus >= 400 ? ` ${httpStatus}` : ''}
  </span>
);
