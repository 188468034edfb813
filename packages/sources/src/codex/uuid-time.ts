/** UTC milliseconds inside a UUID of version 7 (its first 48 bits); undefined for any other id. */
export const uuidTime = (id: string | undefined): number | undefined =>
  id !== undefined && /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id)
    ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
    : undefined;
