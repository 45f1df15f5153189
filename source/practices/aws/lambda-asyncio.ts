import { definePractice } from '../../core/practice.ts';
import asyncHandler from './lambda-asyncio/async-handler.ts';
import blocking, { asyncCodes } from './lambda-asyncio/blocking.ts';
import fanOut from './lambda-asyncio/fan-out.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html

export default definePractice({
	number: '5.6',
	id: 'lambda-asyncio',
	title: 'Lambda functions use asyncio where it gains something, and run it themselves',
	failTitle: 'A Lambda function uses asyncio where it gains nothing, or where it does not work',
	why:
		'A function handles one request at a time, so asyncio helps only with calls that can wait side by side. ' +
		'Lambda does not await a handler: a coroutine is returned and never run. ' +
		'And what still runs when the handler returns is frozen in the middle.',
	remedy:
		'Keep the handler a plain function and call `asyncio.run` inside it, for several calls at once with `asyncio.gather` or a `TaskGroup`. ' +
		'Await everything before returning, and take asynchronous clients inside coroutines.',
	example: {
		language: 'python',
		text: [
			'async def prices(ids: list[str]) -> list[int]:',
			'    return await asyncio.gather(*(price(one) for one in ids))',
			'',
			'',
			'def handler(event: dict[str, Any], context: object) -> dict[str, Any]:',
			'    return {"prices": asyncio.run(prices(event["ids"]))}',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html',
		'https://docs.python.org/3/library/asyncio-task.html',
		'https://docs.astral.sh/ruff/rules/#flake8-async-async',
	],
	ruff: [...asyncCodes],
	errata: [
		'The checklist’s sample awaits in a plain `def lambda_handler`, which is no Python: such a handler is found here, and never written by a fix',
	],
	seeAlso: ['5.1'],
	checks: [asyncHandler, fanOut, blocking],
});
