import type { OpenFix } from '../../session/fixes.ts';
import type { Session } from '../../session/state.ts';
import { say, show } from '../safe-text.ts';
import type { SafeText } from '../safe-text.ts';
import { shortenStart } from '../width.ts';

/** Of a project's path; its end tells most. */
const mostOfPath = 24;

/** What a fix is called in a list; what tells two of one fixer apart comes first, since the end may be cut. */
export const fixWords = ({ bench }: Session, fix: OpenFix, listed: readonly OpenFix[]): SafeText => {
	const { fixer, check, project } = fix.target;
	const title = show(bench?.guides.fixers.get(fixer)?.title ?? fixer);
	const twins = listed.map(({ target }) => target).filter(target => target.fixer === fixer);
	const isOfOneProject = twins.every(twin => twin.project === project);
	const isOfOneCheck = twins.every(twin => twin.project !== project || twin.check === check);
	const place = show(project);
	const before = isOfOneProject || project === '.' ? say`` : say`${shortenStart(place, mostOfPath)}: `;
	const after = isOfOneProject && project !== '.' ? say` (${place})` : say``;
	return isOfOneCheck
		? say`${before}${title}${after}`
		: say`${before}${show(fix.checkTitle)}: ${title}${after}`;
};
