import { counted } from '../../../core/counted.ts';
import type { StoreRead } from '../../../core/facts/setting-reads.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingAt, lambdaReadsIn, readNeeds, storeOf } from './judge.ts';

const expected = 'a cache that is refreshed after at most five minutes, such as Powertools’ `parameters`';

/** Names of the handlers of a file, and whether only a clock starts them. */
const handlersOf = (
	{ at }: StoreRead,
	facts: Pick<Facts, 'handlers' | 'functions'>,
): ReadonlyMap<string, boolean> => {
	const parsed = facts.handlers.get(at.path);
	const names = parsed?.ok ? parsed.value.handlers.map(({ name }) => name) : [];
	return new Map(
		names.map(name => {
			const functions = facts.functions.functions.filter(
				({ handlerFile, handlerName }) => handlerFile === at.path && handlerName === name,
			);
			const triggers = functions.flatMap(lambda => lambda.triggers);
			return [name, triggers.length > 0 && triggers.every(({ kind }) => kind === 'schedule')];
		}),
	);
};

const judge = (read: StoreRead, facts: Pick<Facts, 'handlers' | 'functions'>): readonly Finding[] => {
	// Powertools keeps what it reads; how long is asked elsewhere.
	if (read.by === 'powertools' && !read.isAtLoad) return [];
	const store = storeOf(read);
	if (read.isAtLoad) {
		const message = `${store} is read as the module is loaded, and what was read stays as long as the process lives`;
		return [findingAt(read, 'warn', message, expected)];
	}
	const handlers = handlersOf(read, facts);
	const handler = read.within.find(name => handlers.has(name));
	if (handler === undefined || read.isFromEvent || read.keeping === 'for-a-while') return [];
	if (read.keeping === 'for-ever') {
		const message = `What is read from ${store} is kept as long as the process lives`;
		return [findingAt(read, 'warn', message, expected)];
	}
	const message = `${store} is read anew each time \`${handler}\` is called`;
	// A function that a clock starts now and then may read each time.
	return [findingAt(read, handlers.get(handler) === true ? 'info' : 'fail', message, expected)];
};

export default defineCheck({
	id: 'cached-reads',
	spec: '4.1/read-per-invocation',
	title: 'What is read from a store is kept and refreshed',
	failTitle: 'A store is read in every invocation, or only once',
	severity: 'medium',
	scope: 'project',
	needs: [...readNeeds, 'handlers'],
	check(facts, project) {
		const reads = lambdaReadsIn(facts, project);
		if (reads.length === 0)
			return notApplicable('No code that Lambda runs reads Parameter Store or Secrets Manager');
		return verdictOf(
			reads.flatMap(read => judge(read, facts)),
			`Of ${counted(reads.length, 'read')} of Parameter Store and Secrets Manager, none is made in every invocation or only once`,
		);
	},
});
