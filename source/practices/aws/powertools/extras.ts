import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { concludeHandlers, handlerNeeds, handlersIn, wholeName } from './judge.ts';

// https://docs.aws.amazon.com/powertools/python/latest/#extra-dependencies

const parts = [
	{
		what: 'Tracer',
		uses: /^aws_lambda_powertools(?:\.tracing(?:\.\w+)*)?\.Tracer$/,
		extra: 'tracer',
		brings: 'aws-xray-sdk',
		// https://docs.aws.amazon.com/powertools/python/2.0.0/upgrade/
		fromSecond: true,
	},
	{
		what: 'parser',
		uses: /^aws_lambda_powertools\.utilities\.parser(?:\.|$)/,
		extra: 'parser',
		brings: 'pydantic',
		fromSecond: false,
	},
];

const extrasOf = (source: string): readonly string[] =>
	(/aws[-_.]lambda[-_.]powertools\s*\[([^\]]*)\]/i.exec(source)?.[1] ?? '')
		.split(',')
		.map(each => each.trim());

/** Version 1, which still installs what its Tracer needs. */
const isFirst = (source: string): boolean => /(?:[=~^]|\s)["']?1\.\d|<\s*2(?:\.0)*(?![.\d])/.test(source);

export default defineCheck({
	id: 'extras',
	spec: '5.3/extras',
	title: 'What Powertools imports for its parts is installed',
	failTitle: 'A part of Powertools is used whose dependency is not installed',
	severity: 'high',
	scope: 'project',
	needs: [...handlerNeeds, 'packaging', 'locks', 'requirements'],
	check(facts, project) {
		const packaging = facts.packaging.get(project.path);
		const required = packaging?.requirements ?? [];
		const written = required.filter(({ name }) => name === 'aws-lambda-powertools');
		const handlers = handlersIn(facts, project);
		// A layer of Powertools brings everything; which layers a function has is not always to be seen.
		const judged = handlers.filter(
			({ imports, functions }) =>
				functions.length > 0 &&
				functions.every(({ properties }) => !/layers?"/i.test(JSON.stringify(properties))) &&
				imports.some(one => parts.some(({ uses }) => uses.test(wholeName(one)))),
		);
		const locked = new Set(
			(packaging?.locks ?? []).flatMap(({ path }) => {
				const parsed = facts.locks.get(path);
				return parsed?.ok ? Object.keys(parsed.value.versions) : [];
			}),
		);
		// Any list of the repository may be what is deployed.
		const lines = [...facts.requirements.values()].flatMap(parsed => (parsed.ok ? parsed.value.lines : []));
		const isComputed = packaging?.hasComputedRequirements === true;
		const [at] = written;
		const findings = parts.flatMap(({ what, uses, extra, brings, fromSecond }): readonly Finding[] => {
			const user = judged.find(({ imports }) => imports.some(one => uses.test(wholeName(one))));
			const isThere =
				[...required, ...lines].some(({ name }) => name === brings) ||
				locked.has(brings) ||
				(fromSecond && written.length > 0 && written.every(({ source }) => isFirst(source))) ||
				[...written, ...lines].some(({ source }) => {
					const extras = extrasOf(source);
					return extras.includes(extra) || extras.includes('all') || /extras\s*=/.test(source);
				});
			if (!user || isThere || !at) return [];
			return [
				{
					level: 'fail',
					message: `\`${user.path}\` uses the ${what} of Powertools, and nothing installs \`${brings}\``,
					confidence: 'likely',
					at: at.at,
					found: at.source,
					expected: `\`aws-lambda-powertools[${extra}]\``,
					key: `extra:${extra}`,
				},
			];
		});
		return concludeHandlers(
			at && !isComputed ? judged.length : 0,
			findings,
			'What the parts of Powertools need is installed with them',
			'No handler without layers uses a part of Powertools that needs more than a manifest of the project requires',
		);
	},
});
