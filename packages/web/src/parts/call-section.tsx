import { type ReactNode, useId } from 'react';

/** A part of the panel of a call. */
export const CallSection = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section className="call-section" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
};

/** Names and what they are; what is not known is left out. */
export const Facts = ({ facts }: { readonly facts: Readonly<Record<string, ReactNode>> }) => (
  <dl className="call-facts">
    {Object.entries(facts)
      .filter(([, says]) => says !== null && says !== undefined && says !== '')
      .map(([name, says]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{says}</dd>
        </div>
      ))}
  </dl>
);
