import { asBuffer, joinPath, readJson, textOf, timeOf, valueAt } from '../read/index.ts';
import { rememberUntilChanged } from '../read/remember.ts';
import type { Json, SourceFs } from '../source.ts';

/** Conversations beyond this are not looked at for names; their calls keep what their own rows say. */
const MAX_CONVERSATION_BYTES = 32 * 1024 * 1024;
const MAX_HISTORY_BYTES = 32 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;
const MAX_MODELS = 256;

/** What a task's neighbours say of it: names and a path, never a text. */
export interface TaskNames {
  /** `[time, model]` in order of time. */
  readonly models: readonly Json[];
  readonly model: string | undefined;
  readonly project: string | undefined;
}

export type TaskNamesOf = (task: string) => TaskNames;

/** Reads the index of a storage folder once for all its tasks. */
export const taskNames = (fs: SourceFs, storage: string): TaskNamesOf => {
  const history = historyOf(fs, storage);
  return (task) => {
    const folder = joinPath(storage, 'tasks', task);
    const item = history.get(task) ?? readJson(fs, joinPath(folder, 'history_item.json'), MAX_HISTORY_BYTES);
    const project = pathOf(valueAt(item, 'cwdOnTaskInitialization')) ?? pathOf(valueAt(item, 'workspace'));
    const model = modelName(valueAt(item, 'modelId'));
    if (project !== undefined && rowsNameModels(fs, folder)) return { models: [], model, project };
    const said = conversationOf(fs, folder);
    return { models: said.models, model, project: project ?? said.project };
  };
};

const historyOf = (fs: SourceFs, storage: string): ReadonlyMap<string, unknown> => {
  const items = readJson(fs, joinPath(storage, 'state', 'taskHistory.json'), MAX_HISTORY_BYTES);
  const byId = new Map<string, unknown>();
  for (const item of Array.isArray(items) ? items : []) {
    const id = textOf(valueAt(item, 'id'));
    if (id !== undefined) byId.set(id, item);
  }
  return byId;
};

const rowsNameModels = (fs: SourceFs, folder: string): boolean => {
  const head = fs.read(joinPath(folder, 'ui_messages.json'), HEAD_BYTES);
  return head !== undefined && asBuffer(head).includes('"modelInfo"');
};

type Said = Pick<TaskNames, 'models' | 'project'>;

const conversationOf = (fs: SourceFs, folder: string): Said => {
  const path = joinPath(folder, 'api_conversation_history.json');
  return rememberUntilChanged(fs, path, 'cline', () => {
    const bytes = fs.read(path, MAX_CONVERSATION_BYTES);
    return bytes === undefined
      ? { models: [], project: undefined }
      : marksOf(asBuffer(bytes).toString('utf8'));
  });
};

/**
 * The conversation holds every text, so it is not parsed: two marks are looked for, and only inside the details that the
 * extension itself appends to a person's message. A message's `ts` stands after its content; inside a text it would have
 * escaped quotes.
 */
const MARKS =
  /<(\/?)environment_details>|<model>([^<\\]{1,128})<\/model>|# Current (?:Workspace|Working) Directory \(((?:[^)\\]|\\\\){1,1024})\)|"ts":\s*(\d{13})\b/g;

const marksOf = (conversation: string): Said => {
  const models: [number, string][] = [];
  let project: string | undefined;
  let isInside = false;
  let named: string | undefined;
  for (const [mark, closing, model, folder, ts] of conversation.matchAll(MARKS)) {
    if (mark.endsWith('environment_details>')) isInside = closing === '';
    else if (ts !== undefined) named = note(models, named, Number(ts));
    else if (isInside && folder !== undefined) project ??= pathOf(folder.replaceAll('\\\\', '\\'));
    else if (isInside && model !== undefined) {
      // Without times the order of the messages is all there is.
      note(models, named, undefined);
      named = modelName(model);
    }
  }
  note(models, named, undefined);
  return { models, project };
};

/** Puts a model down from when it was named; nothing is then left to be put down. */
const note = (models: [number, string][], model: string | undefined, at: number | undefined): undefined => {
  const last = models.at(-1);
  if (model === undefined || last?.[1] === model || models.length >= MAX_MODELS) return;
  models.push([(at === undefined ? undefined : timeOf(at)) ?? last?.[0] ?? 0, model]);
};

const modelName = (value: unknown): string | undefined => {
  const name = textOf(value);
  return name !== undefined && /^[\w.:@/+~-]{1,128}$/.test(name) ? name : undefined;
};

const pathOf = (value: unknown): string | undefined => {
  const path = textOf(value);
  return path !== undefined && /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path) ? path : undefined;
};
