import { matchText } from './call-names.ts';
import { CallSection, Facts } from './call-section.tsx';
import type { CallAnswer, Explanation } from './call-sum.ts';

/** Enough of the book's hash to tell versions apart. */
const BOOK_ID = 12;

/** Which price was used, since when it holds, where it was seen, and how it was found. */
export const CallPrice = ({ answer: { call, explanation } }: { readonly answer: CallAnswer }) => {
  const { price, recorded } = explanation;
  return (
    <CallSection title="The price">
      <Facts
        facts={{
          Model: call.modelSent === call.model ? call.model : `${call.model}, sent as ${call.modelSent}`,
          Found: recorded.matchedBy === null ? null : `${matchText(recorded.matchedBy)}`,
          'Billed by': call.provider,
          Holds: price === null ? null : periodText(price),
          'Seen at': price?.sourceUrl == null ? null : <Source price={price} />,
          'How sure': sureText(recorded.confidence),
          Rule: recorded.priceRule === null ? null : <span className="mono">{recorded.priceRule}</span>,
          'Price book': <span className="mono">{recorded.bookVersion.slice(0, BOOK_ID)}</span>,
        }}
      />
    </CallSection>
  );
};

const periodText = ({ from, to }: NonNullable<Explanation['price']>): string => {
  const day = (instant: string): string => instant.slice(0, 10);
  if (from === null) return to === null ? 'at all times' : `until ${day(to)}`;
  return to === null ? `since ${day(from)}` : `from ${day(from)} until ${day(to)}`;
};

/** Only an address of the web is a link, whatever a price of one's own says. */
const Source = ({ price }: { readonly price: NonNullable<Explanation['price']> }) => {
  const url = price.sourceUrl ?? '';
  const host = URL.parse(url)?.host;
  return (
    <>
      {/^https?:/i.test(url) && host !== undefined ? (
        <a href={url} target="_blank" rel="noreferrer">
          {host}
        </a>
      ) : (
        url
      )}
      {price.sourceSeen !== null && <span className="muted"> on {price.sourceSeen.slice(0, 10)}</span>}
    </>
  );
};

const sureText = (confidence: 'exact' | 'estimated'): string =>
  confidence === 'exact' ? 'exact: counts and price are known' : 'estimated: a count or a rate was inferred';
