import { expect, test } from 'vitest';
import { lineStartsOf } from '../../../source/core/text.ts';
import { createEngines } from '../../../source/engine/engines.ts';
import failurePaths from '../../../source/facts/python/failure-paths.ts';

const engines = createEngines([]);
const pathsOf = (text: string): readonly string[] =>
	(failurePaths.extract({ path: 'tasks.py', text, lineStarts: lineStartsOf(text) }, engines, null) ?? []).map(
		({ at, caller, called }) => `${String(at.line)} ${caller} ${called}`,
	);

test('arguments say what is called when the attempts are used up', () => {
	expect(
		pathsOf(
			'@retry(stop=stop_after_attempt(3), retry_error_callback=tell)\ndef send(order): ...\n\n' +
				'send.apply_async((1,), link_error=on_error.s())\nqueue.enqueue(send, 1, on_failure=Callback(tell))\n' +
				'send.send_with_options(args=(1,), on_failure=tell)\n',
		),
	).toEqual(['1 tenacity tell', '4 Celery on_error.s()', '5 rq Callback(tell)', '6 Dramatiq tell']);
});

test('arguments of None, and those of other calls, are no path', () => {
	expect(
		pathsOf('send.apply_async((1,), link_error=None)\nupload(on_failure=tell)\nenqueue(on_failure=None)\n'),
	).toEqual([]);
});

test('the method of a task is told from other methods of its name by what Celery gives it', () => {
	expect(
		pathsOf(
			'class Recorded(Task):\n    def on_failure(self, exc, task_id, args, kwargs, einfo):\n        pass\n\n' +
				'class Button:\n    def on_failure(self, message):\n        pass\n',
		),
	).toEqual(['2 Celery Recorded.on_failure']);
});

test('the signal is read as a decorator and as a call', () => {
	expect(
		pathsOf(
			'@task_failure.connect\ndef bare(sender=None): ...\n\n@signals.task_failure.connect(weak=False)\n' +
				'def called(sender=None): ...\n\ntask_failure.connect(third)\n',
		),
	).toEqual(['1 Celery bare', '4 Celery called', '7 Celery third']);
});

test('a file without a word of it is not parsed', () => {
	const text = 'def broken(:\n';
	const file = { path: 'tasks.py', text, lineStarts: lineStartsOf(text) };
	expect(failurePaths.extract(file, engines, null)).toBeNull();
});
