import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { createFrameSink, diffFrames } from '../../source/ui/frame-sink.ts';
import { scrub } from '../../source/ui/scrub.ts';
import { hostile } from '../session/fake-practices.ts';

const size = { cols: 20, rows: 3 };

const createTerminal = () => {
	const events = new EventEmitter();
	const written: string[] = [];
	return {
		columns: size.cols,
		rows: size.rows,
		written,
		isFull: false,
		write(text: string) {
			written.push(text);
			return !this.isFull;
		},
		on: (event: string, listener: () => void) => events.on(event, listener),
		off: (event: string, listener: () => void) => events.off(event, listener),
		once: (event: string, listener: () => void) => events.once(event, listener),
		emit: (event: string) => events.emit(event),
	};
};
const turn = () => new Promise(resolve => setImmediate(resolve));

describe('painting', () => {
	test('an equal frame costs no byte', () => {
		expect(diffFrames(['a', 'b', 'c'], ['a', 'b', 'c'], size)).toBe('');
	});

	test('only the rows that differ are written', () => {
		expect(diffFrames(['a', 'b', 'c'], ['a', 'x', 'c'], size)).toBe('\u001B[2;1Hx\u001B[0m\u001B[K');
	});

	test('nothing is erased behind a full row, where the cursor is still on its last cell', () => {
		const row = 'x'.repeat(20);
		expect(diffFrames([], [row], size)).toContain(`${row}\u001B[0m\u001B[2;1H`);
	});

	test('one changed row costs little more than its width', () => {
		const bytes = diffFrames(['a'.repeat(20)], ['b'.repeat(20)], size).length;
		expect(bytes).toBeLessThanOrEqual(size.cols + 60);
	});
});

describe('the sink', () => {
	test('of many frames in one turn paints the last', async () => {
		const terminal = createTerminal();
		const sink = createFrameSink(terminal);
		sink.enter();
		terminal.written.length = 0;
		sink.write('one');
		sink.write('two');
		await turn();
		expect(terminal.written).toHaveLength(1);
		expect(terminal.written[0]).toContain('two');
		expect(terminal.written[0]).not.toContain('one');
	});

	test('keeps only the newest frame for a slow line', async () => {
		const terminal = createTerminal();
		const sink = createFrameSink(terminal);
		sink.enter();
		terminal.isFull = true;
		sink.write('one');
		await turn();
		sink.write('two');
		sink.write('three');
		await turn();
		expect(terminal.written.join('')).not.toContain('three');
		terminal.isFull = false;
		terminal.emit('drain');
		await turn();
		expect(terminal.written.join('')).toContain('three');
		expect(terminal.written.join('')).not.toContain('two');
	});

	test('writes no more rows than there are, and never clears the scrollback', async () => {
		const terminal = createTerminal();
		const sink = createFrameSink(terminal);
		sink.enter();
		sink.write('1\n2\n3\n4\n5');
		await turn();
		sink.repaint();
		await turn();
		expect(terminal.written.join('')).not.toContain('\u001B[4;1H');
		expect(terminal.written.join('')).not.toContain('\u001B[3J');
	});

	test('gives the screen back once', () => {
		const terminal = createTerminal();
		const sink = createFrameSink(terminal);
		sink.enter();
		sink.leave();
		const count = terminal.written.length;
		sink.leave();
		expect(terminal.written).toHaveLength(count);
		expect(terminal.written.at(-1)).toMatch(/\[\?7h.*\[\?25h.*\[\?1049l$/);
	});

	test('shows the last frame again when it comes back', async () => {
		const terminal = createTerminal();
		const sink = createFrameSink(terminal);
		sink.enter();
		sink.write('still here');
		await turn();
		sink.leave();
		terminal.written.length = 0;
		sink.enter();
		await turn();
		expect(terminal.written.join('')).toContain('still here');
	});

	test('tells of a new size and paints everything again', async () => {
		const terminal = createTerminal();
		const sink = createFrameSink(terminal);
		const resized = vi.fn<() => void>();
		sink.on('resize', resized);
		sink.enter();
		sink.write('a');
		await turn();
		terminal.emit('resize');
		await turn();
		expect(resized).toHaveBeenCalledTimes(1);
		expect(terminal.written.at(-1)).toContain('\u001B[2J\u001B[1;1Ha');
	});
});

test.each(hostile.map(text => [text.slice(0, 30), text]))(
	'%j is scrubbed of everything but colours',
	(_, text) => {
		// eslint-disable-next-line no-control-regex
		const rest = scrub(text).replace(/\u001B\[[\d;:]*m/g, '');
		// eslint-disable-next-line no-control-regex
		expect(rest).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
	},
);
