import { folderOf } from './folders.ts';

const widerFolder =
	/(?:^|\/)(?:[\w-]*integration[\w-]*|(?:\w+[-_])?integ(?:[-_]\w+)?|e2e|end_to_end|functional|system|acceptance|contract|pact|perf|performance|load|smoke|live|infra(?:structure)?|benchmarks?|scripts?)(?:\/|$)/i;
const widerMark = /^(?:integration\w*|e2e|functional|slow|live|network|docker|contract|smoke|django_db)$/;

/** Whether the folder or a marker of a test file says that its tests take in more than a unit. */
export const isWiderTest = (path: string, marks: readonly { readonly name: string }[]): boolean =>
	widerFolder.test(folderOf(path)) || marks.some(({ name }) => widerMark.test(name));
