import type { Planned, Question } from '../core/fixer.ts';
import { maskedForPeople } from '../core/secrets/mask.ts';
import { secretsIn } from '../core/secrets/scan.ts';

/** A password that is the name of a product or of its user, `postgres`, stands in many places that are no password. */
const isWord = (secret: string): boolean => /^[a-z]{1,12}$/i.test(secret);

/** Takes the secrets of some files out of a text, and whatever else looks like one. */
const maskerOf = (texts: Iterable<readonly [path: string, text: string]>): ((text: string) => string) => {
	// Lines of a key one by one: a patch shows parts of it.
	const secrets = [
		...new Set(
			[...texts].flatMap(([path, text]) =>
				secretsIn(text, path).flatMap(({ start, end, counts }) =>
					text
						.slice(start, end)
						.split(/[\s"'\\]+/)
						.filter(part => part.length >= 6 && !(counts === 'no' && isWord(part))),
				),
			),
		),
		// One that begins another must not take its beginning away: the rest would stay.
	].toSorted((a, b) => b.length - a.length);
	return said => maskedForPeople(secrets.reduce((masked, secret) => masked.replaceAll(secret, '••••'), said));
};

/**
 * A plan whose words name no secret. Fixers read files as they are, since they edit them; only the edits keep what
 * stands there.
 */
export const maskedPlan = (planned: Planned, texts: ReadonlyMap<string, string>): Planned => {
	const masked = maskerOf(texts);
	if (planned.outcome === 'declined') return { ...planned, reason: masked(planned.reason) };
	const { summary, changed, atRunTime, followUps } = planned;
	const words = {
		summary: masked(summary),
		changed: changed.map(masked),
		atRunTime: masked(atRunTime),
		followUps: followUps.map(masked),
	};
	return planned.outcome === 'plan' ? { ...planned, ...words } : { ...planned, ...words };
};

export const maskedQuestions = (questions: readonly Question[]): readonly Question[] =>
	questions.map(question => ({
		...question,
		prompt: maskedForPeople(question.prompt),
		explanation: maskedForPeople(question.explanation),
	}));

/** Behind the numbers of a hunk git repeats a line from above, cut where it likes: what is cut is not recognised. */
const heading = /^(@@ -[\d,]+ \+[\d,]+ @@)([^\r\n"'=:([{]*)[^\r\n]*/gm;

/** A patch without the secrets of its files. */
export const maskedPatch = (patch: string, texts: Iterable<readonly [path: string, text: string]>): string =>
	maskerOf(texts)(patch.replaceAll(heading, '$1$2'));
