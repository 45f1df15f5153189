import { expect, test } from 'vitest';
import { lineStartsOf } from '../../../source/core/text.ts';
import { readsOf } from '../../../source/edit/python/top-level.ts';
import { createEngines } from '../../../source/engine/engines.ts';

const engines = createEngines([]);
const readIn = (text: string) =>
	[...readsOf(engines.python({ path: 'a.py', text, lineStarts: lineStartsOf(text) }))].toSorted();

test('an f-string reads what stands in its braces, not its text', () => {
	expect(readIn('f"month-{month:%Y}.csv"')).toEqual(['Y', 'month']);
	expect(readIn('f"{{json}} {total:{width}} io"')).toEqual(['total', 'width']);
});
