import type { Facts, Project } from '../../../core/facts.ts';
import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { InputUse } from '../../../core/facts/input-use.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import type { ProjectFile } from '../../../core/project-files.ts';
import { filesIn } from '../../../core/project-files.ts';
import { handlersIn, handlerNeeds } from '../../aws/powertools/judge.ts';

export const inputNeeds = [...handlerNeeds, 'inputUse'] as const;
type Read = Pick<Facts, (typeof inputNeeds)[number]>;

/** Libraries that were copied beside a function. */
const copied =
	/(?:^|\/)(?:botocore|boto3|requests|urllib3|jwt|jose|httpx|werkzeug|flask|starlette|fastapi)\//;

/** Production files of a project that take input or read tokens. */
export const inputsOf = (facts: Read, project: Project): readonly ProjectFile<InputUse>[] =>
	filesIn(facts.inputUse, facts, project).filter(({ role, path }) => role === 'prod' && !copied.test(path));

/** Keys that only an event of a request has. */
const ofRequest = new Set([
	'body',
	'headers',
	'queryStringParameters',
	'pathParameters',
	'httpMethod',
	'requestContext',
	'rawPath',
]);

/** Whether strangers can call the project: a handler behind an API, a route, a view. A queue has no caller to know. */
export const isServed = (facts: Read, project: Project): boolean => {
	if (project.kinds.length === 1 && project.kinds[0] === 'library') return false;
	const behindApi = handlersIn(facts, project).some(({ handler, functions }) =>
		functions.some(({ triggers }) => triggers.length > 0)
			? functions.some(({ triggers }) =>
					triggers.some(({ kind }) => kind === 'api' || kind === 'function-url'),
				)
			: handler.eventKeys.some(key => ofRequest.has(key)),
	);
	return behindApi || inputsOf(facts, project).some(({ value }) => value.serves || value.raw.length > 0);
};

export const notServed = 'nothing in this project answers requests';

/** A site as a finding; a comment of our own leaves a note. */
export const siteFinding = (
	site: CodeSite,
	level: Level,
	words: { readonly message: string; readonly expected: string },
): Finding => ({
	level:
		site.suppression?.by === 'bp-audit'
			? 'info'
			: site.suppression !== null && level === 'fail'
				? 'warn'
				: level,
	message:
		site.suppression === null
			? words.message
			: `${words.message} (accepted by \`# ${site.suppression.by === 'bp-audit' ? 'bp-audit: ignore' : site.suppression.by}\`)`,
	confidence: 'likely',
	at: site.at,
	found: site.code,
	expected: words.expected,
	key: `${words.message}\0${site.code}`,
});
