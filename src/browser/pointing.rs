//! The worker's side of a trade-off: one point, in slices.

use crate::browser::worker::NEWS_MS;
use crate::browser::worker::SLICE_MS;
use crate::browser::worker::breathe;
use crate::browser::worker::goes_on;
use crate::browser::worker::inputs;
use crate::browser::worker::now;
use crate::browser::worker::post;
use crate::browser::worker::stopped;
use crate::desk::PointSearch;
use crate::desk::state;
use crate::protocol::PointNews;
use crate::protocol::PointTask;
use crate::protocol::Reply;
use web_sys::MessageChannel;

/// Looks for a point of a trade-off. Nobody waits for the points of one that was stopped.
pub async fn find_point(task: PointTask) {
    let Some((dataset, scores)) = inputs() else { return };
    let Ok(channel) = MessageChannel::new() else { return };
    let (run, number, lane) = (task.run, task.number, task.lane);
    breathe(&channel).await;
    if stopped(run) {
        return;
    }
    let mut told = now();
    let mut tell = |part: f64| {
        if now() - told >= NEWS_MS {
            told = now();
            post(&Reply::Point(PointNews { run, number, lane, part, point: None }), &[]);
        }
    };
    let judge = PointSearch::judge(&dataset, &scores, &task);
    let Some(problem) = state(judge.terms().draft(), goes_on(run, &channel, || tell(0.0))).await else { return };
    let mut search = PointSearch::stated(judge, problem, task);
    let mut ended = false;
    while !ended && !stopped(run) {
        let begun = now();
        while !ended && now() - begun < SLICE_MS {
            ended = search.advance();
        }
        tell(search.part().min(0.99));
        breathe(&channel).await;
    }
    if !ended {
        return;
    }
    let point = search.point_in_pieces(goes_on(run, &channel, || tell(0.99))).await.map(Box::new);
    if !stopped(run) {
        post(&Reply::Point(PointNews { run, number, lane, part: 1.0, point }), &[]);
    }
}
