import { asBuffer, isRecord, joinPath, readJson, textOf, timeOf, valueAt } from '../read/index.ts';
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

/** The conversation holds every text; only two marks that the extension itself puts there are taken from it. */
const conversationOf = (fs: SourceFs, folder: string): Pick<TaskNames, 'models' | 'project'> => {
  const messages = readJson(fs, joinPath(folder, 'api_conversation_history.json'), MAX_CONVERSATION_BYTES);
  const models: [number, string][] = [];
  let project: string | undefined;
  for (const message of Array.isArray(messages) ? messages : []) {
    const details = detailsOf(message);
    if (details === undefined) continue;
    project ??= pathOf(/# Current (?:Workspace|Working) Directory \(([^)\n]{1,1024})\)/.exec(details)?.[1]);
    const model = modelName(/<model>([^<\n]{1,128})<\/model>/.exec(details)?.[1]);
    const last = models.at(-1);
    if (model === undefined || last?.[1] === model || models.length >= MAX_MODELS) continue;
    models.push([timeOf(valueAt(message, 'ts')) ?? last?.[0] ?? 0, model]);
  }
  return { models, project };
};

/** The block that the extension appends to a user's message; what the user wrote stands before it. */
const detailsOf = (message: unknown): string | undefined => {
  if (!isRecord(message) || message.role !== 'user') return undefined;
  const content = message.content;
  const texts = Array.isArray(content) ? content.map((part) => valueAt(part, 'text')) : [content];
  for (const text of texts) {
    if (typeof text !== 'string') continue;
    const start = text.lastIndexOf('<environment_details>');
    if (start !== -1) return text.slice(start);
  }
  return undefined;
};

const modelName = (value: unknown): string | undefined => {
  const name = textOf(value);
  return name !== undefined && /^[\w.:@/+~-]{1,128}$/.test(name) ? name : undefined;
};

const pathOf = (value: unknown): string | undefined => {
  const path = textOf(value);
  return path !== undefined && /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path) ? path : undefined;
};
