const tasks = new Set<() => void>();
let isWatching = false;

/** Runs a task when the process ends by itself; gives a way to take it back. Must not wait for anything. */
export const atExit = (task: () => void): (() => void) => {
	tasks.add(task);
	if (!isWatching) {
		isWatching = true;
		process.once('exit', () => {
			for (const each of tasks) each();
		});
	}
	return () => {
		tasks.delete(task);
	};
};
