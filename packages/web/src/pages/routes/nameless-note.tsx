import { Link } from 'wouter';
import { CopyText } from '../../parts/copy-text.tsx';
import { useView } from '../../state/use-view.ts';

/** Ways in which a program says what a call is for, each as it is written. */
const WAYS = [
  { how: 'A header of the request, through the gateway', text: 'x-meterline-feature: answer-ticket' },
  {
    how: 'The address, for clients that cannot send headers',
    text: `${location.origin}/with/feature=answer-ticket,tenant=acme/openai/v1`,
  },
  { how: 'The SDK', text: "withTags({ feature: 'answer-ticket', tenant: 'acme' }, () => ask())" },
] as const;

/** No call of the selection names a feature or a tenant: how a program does. */
export const NamelessNote = () => {
  const { link } = useView();
  return (
    <div className="nameless">
      <p>
        <strong>None of these calls says what it is for.</strong> Give each feature of your program a name,
        and the customer it works for, and its cost and speed stand here on their own:
      </p>
      <dl>
        {WAYS.map(({ how, text }) => (
          <div key={how}>
            <dt>{how}</dt>
            <dd>
              <code>{text}</code>
              <CopyText text={text} what={how.toLowerCase()} />
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <Link href={link('/connect')}>Connect a program first</Link>, if none is yet.
      </p>
    </div>
  );
};
