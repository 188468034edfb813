import { useParams } from 'wouter';

/** The id in the address of the page; what cannot be decoded is taken as it stands. */
export const usePathId = (name: string): string => {
  const text = useParams()[name] ?? '';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
