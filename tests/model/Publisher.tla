------------------------------------ MODULE Publisher ------------------------------------
(* One job, from its running execution to the one answer on the pull request: the workflow's *)
(* steps, each invoked once or more, and the publisher. One action is one external call;      *)
(* between any two, an invocation can crash, or the workflow can give it up while it keeps    *)
(* running. SemanticGate.tla shows that there is one execution at a time. run-employee writes *)
(* no job: it stores its result once, under a key that its execution names, and               *)
(* publish-result records it.                                                                 *)
EXTENDS Naturals, FiniteSets

CONSTANTS
  MaxFaults,  \* in one run
  Without,    \* removed protections
  Assuming    \* assumptions about the environment

Protections == {"look before post", "last look", "fence", "ask again", "restart", "look after the end", "compare",
                "record before removal", "own key", "write once", "record before post", "doubt"}
Assumptions == {"writes land before the last look", "the given up are over by the last look"}
ASSUME Without \subseteq Protections /\ Assuming \subseteq Assumptions
Has(protection) == protection \notin Without

\* Parallel invocations: the one that the workflow waits for and one that it gave up.
Calls == {1, 2}

VARIABLES
  job,        \* in the job table; has the invocation that raised its fence last instead of the fence number. confirmed:
              \* GitHub has confirmed the permission within the last minute
  execution,  \* of the attempt: its step, the invocation that it waits for (0: none yet), its result key
  call,       \* of each: its state, the job as it read it, the text to post
  comments,   \* with our marker on the pull request
  wire,       \* writes without a response, each with a number; they may still land. to: 0 for a POST
  used,       \* IDs used so far
  permitted,  \* whether the user currently has permission on GitHub
  late,       \* whether a write by an overtaken writer took effect
  results,    \* in the payload bucket, each with its key and the invocation that stored it
  faults
vars == <<job, execution, call, comments, wire, used, permitted, late, results, faults>>

\* writing: a write has started. doubtful: the outcome of an earlier write is unknown.
NoComment == [phase |-> "none", id |-> 0, writing |-> FALSE, doubtful |-> FALSE]
Gone == [at |-> "gone", step |-> "none", attempt |-> 0, key |-> 0, comment |-> NoComment,
         text |-> "none", may |-> FALSE, seen |-> {}]
NoResult == [key |-> 0, by |-> 0]
Over  == {"NOTIFIED", "REFUSED"}
Ended == {"over", "cut off"}
Final == {"answer", "refusal", "failure"}
\* Texts that only authorised users may trigger.
Privileged == {"working", "answer"}

Init ==
  /\ \E known \in BOOLEAN :
       job = [state |-> "DISPATCHED", attempt |-> 1, holder |-> 0, outcome |-> "none", result |-> NoResult,
              comment |-> NoComment, confirmed |-> known]
  /\ execution = [step |-> "acknowledge", call |-> 0, key |-> 0]
  /\ call      = [c \in Calls |-> Gone]
  /\ comments  = {}
  /\ wire      = {}
  /\ used      = 0
  /\ permitted \in BOOLEAN
  /\ late      = FALSE
  /\ results   = {}
  /\ faults    = 0

Fault == faults < MaxFaults /\ faults' = faults + 1

--------------------------------- (* the workflow *) --------------------------------------

Invoke(c) ==
  /\ execution.step \notin Ended /\ execution.call = 0 /\ call[c] = Gone
  /\ call'      = [call EXCEPT ![c] = [Gone EXCEPT !.at = IF execution.step = "run" THEN "work" ELSE "claim",
                    !.step = execution.step, !.attempt = job.attempt, !.key = execution.key]]
  /\ execution' = [execution EXCEPT !.call = c]
  /\ UNCHANGED <<job, comments, wire, used, permitted, late, results, faults>>

\* An invocation ends and the workflow continues with a step; results of given-up invocations are ignored.
Ends(c, step) ==
  /\ call'      = [call EXCEPT ![c] = Gone]
  /\ execution' = IF execution.call = c THEN [execution EXCEPT !.step = step, !.call = 0] ELSE execution

Retryable(c) == Ends(c, execution.step)
Fenced(c)    == Ends(c, "over")

\* The workflow continues without a result. The invocation is dead, or keeps running.
Abandons(step) == LET c == execution.call IN
  /\ Fault
  /\ execution' = [execution EXCEPT !.step = step, !.call = 0]
  /\ \/ c # 0 /\ call' = [call EXCEPT ![c] = Gone]
     \/ UNCHANGED call
  /\ UNCHANGED <<job, comments, wire, used, permitted, late, results>>

Working == execution.step \in {"acknowledge", "freeze", "run", "publish"}
TimesOut      == execution.call # 0 /\ Abandons(execution.step)
StepFails     == Working /\ Abandons("tell")
ExecutionDies == execution.step \notin Ended /\ Abandons("cut off")

\* A given-up invocation dies, at the latest at its timeout.
Dies(c) ==
  /\ call[c] # Gone /\ execution.call # c
  /\ call' = [call EXCEPT ![c] = Gone]
  /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

\* By sweep-deliveries, or by dispatch-event when a delivery of the intent arrives again. `restart` in ensure-execution.ts
Restart ==
  /\ Has("restart") /\ execution.step \in Ended /\ job.state \notin Over
  /\ job'       = [job EXCEPT !.state = "DISPATCHED", !.attempt = @ + 1, !.outcome = "none", !.result = NoResult]
  /\ execution' = [step |-> "acknowledge", call |-> 0, key |-> 0]
  /\ UNCHANGED <<call, comments, wire, used, permitted, late, results, faults>>

------------------------------- (* steps that hold the job *) ------------------------------

Goes(c, at) == call' = [call EXCEPT ![c].at = at]

\* Claims the job for this invocation.
Claim(c) ==
  /\ call[c].at = "claim"
  /\ IF job.attempt = call[c].attempt /\ job.state \notin Over
     THEN /\ job'  = [job EXCEPT !.holder = c]
          /\ call' = [call EXCEPT ![c].comment = job.comment, ![c].at =
               CASE call[c].step = "freeze"  -> "start"
                 [] call[c].step = "publish" -> IF job.result = NoResult THEN "record" ELSE "ask"
                 [] call[c].step = "tell"    -> IF job.state = "WORKER_FAILED" THEN "tell" ELSE "fail"
                 [] OTHER                    -> "ask"]
          /\ UNCHANGED execution
     ELSE Fenced(c) /\ UNCHANGED job
  /\ UNCHANGED <<comments, wire, used, permitted, late, results, faults>>

\* A conditional write of the job, from one of these states. Writes by an overtaken writer are refused.
Writes(c, from, change, at) ==
  LET overtaken == job.holder # c \/ job.attempt # call[c].attempt IN
  /\ IF job.state \in from /\ (~overtaken \/ ~Has("fence"))
     THEN job' = change /\ late' = (late \/ overtaken) /\ Goes(c, at) /\ UNCHANGED execution
     ELSE Fenced(c) /\ UNCHANGED <<job, late>>
  /\ UNCHANGED <<comments, wire, used, permitted, results, faults>>

Live == {"DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED", "WORKER_FAILED"}
Finishes(c, from, to, outcome, at) == Writes(c, from, [job EXCEPT !.state = to, !.outcome = outcome], at)

Return(c) ==
  /\ call[c].at = "return" /\ call[c].step # "freeze"
  /\ Ends(c, CASE call[c].text = "working" -> "freeze"
               [] call[c].step = "run"     -> "publish"
               [] OTHER                    -> "over")
  /\ UNCHANGED <<job, comments, wire, used, permitted, late, results, faults>>

\* freeze-context records the start and chooses the result key. The code's key is random; the model uses the attempt,
\* because each execution has only one key.
Freeze(c) ==
  \/ /\ call[c].at = "start" /\ permitted
     /\ Writes(c, {"DISPATCHED", "WORKER_RUNNING"}, [job EXCEPT !.state = "WORKER_RUNNING", !.confirmed = TRUE], "return")
  \* The acknowledgement asks again, and refuses.
  \/ /\ call[c].at = "start" /\ ~permitted
     /\ IF job.holder = c /\ job.attempt = call[c].attempt
        THEN job' = [job EXCEPT !.confirmed = FALSE] /\ Ends(c, "acknowledge")
        ELSE Fenced(c) /\ UNCHANGED job
     /\ UNCHANGED <<comments, wire, used, permitted, late, results, faults>>
  \/ /\ call[c].at = "return" /\ call[c].step = "freeze"
     /\ call'      = [call EXCEPT ![c] = Gone]
     /\ execution' = IF execution.call = c THEN [step |-> "run", call |-> 0, key |-> call[c].attempt] ELSE execution
     /\ UNCHANGED <<job, comments, wire, used, permitted, late, results, faults>>

Under(key) == {result \in results : result.key = key}

\* run-employee looks for a result. If there is none, it runs the employee and stores its result. find, putOnce
Run(c) == LET left == Under(call[c].key) IN
  /\ \/ /\ call[c].at = "work"
        /\ Goes(c, IF left = {} THEN "leave" ELSE "return")
        /\ UNCHANGED results
     \/ /\ call[c].at = "leave"
        /\ results' = IF left # {} /\ Has("write once") THEN results
                      ELSE (results \ left) \union {[key |-> call[c].key, by |-> c]}
        /\ Goes(c, "return")
  /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, faults>>

\* publish-result records the result under its own execution's key. If there is none, it reports the failure.
Record(c) == LET found == IF Has("own key") THEN Under(call[c].key) ELSE results IN
  /\ call[c].at = "record"
  /\ \/ /\ found = {} /\ Ends(c, "tell")
        /\ UNCHANGED <<job, comments, wire, used, permitted, late, results, faults>>
     \/ \E result \in found : Writes(c, {"WORKER_RUNNING"},
          [job EXCEPT !.state = "WORKER_SUCCEEDED", !.outcome = "answer", !.result = result], "ask")

Says(c, text, may) ==
  call' = [call EXCEPT ![c].text = text, ![c].may = may /\ text \in Privileged, ![c].at = "prepare"]

\* A recent confirmation counts: the dispatcher's for the first text of the first attempt, freeze-context's for the answer.
\* isConfirmedForStart, isConfirmed
Known(c) == job.confirmed /\ (call[c].step = "publish" \/ (job.attempt = 1 /\ call[c].comment.phase = "none"))

\* acknowledge-job and publish-result check the user's permission.
Ask(c) == LET may == permitted \/ Known(c) IN
  /\ call[c].at = "ask"
  /\ IF ~may /\ (call[c].step = "acknowledge" \/ Has("ask again")) THEN Says(c, "refusal", FALSE)
     ELSE Says(c, IF call[c].step = "acknowledge" THEN "working" ELSE "answer", may)
  /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

\* compensate-job and publish-failure, as one step
Tell(c) ==
  \/ call[c].at = "fail" /\ Finishes(c, Live \ {"WORKER_FAILED"}, "WORKER_FAILED", "failure", "tell")
  \/ /\ call[c].at = "tell" /\ Says(c, "failure", FALSE)
     /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

--------------------------------- (* publish-comment *) -----------------------------------

Ids       == {m.id : m \in comments}
Min(ids)  == CHOOSE id \in ids : \A other \in ids : id <= other
Said(c)   == [text |-> call[c].text, may |-> call[c].may]

\* The record while a write is in progress. beginWriting
Started(record) == [record EXCEPT !.phase = IF @ = "none" THEN "PREPARED" ELSE @, !.writing = TRUE,
                                !.doubtful = Has("doubt") /\ (@ \/ record.writing)]

\* Records the intention first. A record that names all comments needs no look-up. namesAllComments
Prepare(c) == LET record == Started(call[c].comment) IN
  /\ call[c].at = "prepare"
  /\ LET at == IF call[c].text \in Final /\ record.doubtful THEN "last look" ELSE "place"
         started == call' = [call EXCEPT ![c].comment = record, ![c].at = at]
         overtaken == job.holder # c \/ job.attempt # call[c].attempt
     IN IF ~Has("record before post") /\ call[c].comment.phase = "none"
        THEN started /\ UNCHANGED <<job, execution, late>>
        ELSE IF job.state \in Live /\ (~overtaken \/ ~Has("fence"))
        THEN job' = [job EXCEPT !.comment = record] /\ late' = (late \/ overtaken) /\ started /\ UNCHANGED execution
        ELSE Fenced(c) /\ UNCHANGED <<job, late>>
  /\ UNCHANGED <<comments, wire, used, permitted, results, faults>>

\* Lists all our comments that have the job's marker.
Looks(c, found, none) ==
  /\ IF Ids # {} THEN call' = [call EXCEPT ![c].seen = Ids, ![c].at = found] ELSE Goes(c, none)
  /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

\* No write by another invocation can still reach the pull request.
AreOver(others) == \A c \in others :
  call[c].at \in {"gone", "claim", "start", "work", "leave", "record", "fail", "return"}

LastLook(c) ==
  /\ call[c].at = "last look"
  /\ "writes land before the last look" \in Assuming => wire = {}
  /\ "the given up are over by the last look" \in Assuming => AreOver(Calls \ {c})
  /\ IF Has("last look") THEN Looks(c, "place", "place")
     ELSE Goes(c, "place") /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

\* A PATCH that fails for its sender and may still land much later.
PatchLost(c, ids) ==
  /\ ids \intersect Ids # {} /\ Fault
  /\ wire' = wire \union {[lost |-> faults', said |-> Said(c), to |-> Min(ids \intersect Ids)]}
  /\ Retryable(c)
  /\ UNCHANGED <<job, comments, used, permitted, late, results>>

\* Updates the lowest existing comment and marks the others for removal. keepLowest
Keeps(c, ids, none) == PatchLost(c, ids) \/
  /\ IF ids \intersect Ids = {} THEN Goes(c, none) /\ UNCHANGED <<execution, comments>>
     ELSE LET kept == Min(ids \intersect Ids) IN
          /\ comments' = {m \in comments : m.id # kept} \union {[id |-> kept, said |-> Said(c)]}
          /\ call' = [call EXCEPT ![c].comment.phase = "POSTED", ![c].comment.id = kept,
                                  ![c].seen = {id \in ids : id > kept},
                                  ![c].at = IF Has("record before removal") THEN "save" ELSE "remove"]
          /\ UNCHANGED execution
  /\ UNCHANGED <<job, wire, used, permitted, late, results, faults>>

Place(c) ==
  /\ call[c].at = "place"
  /\ LET mayExist == call[c].comment.doubtful \/ call[c].comment.id # 0
     IN  Keeps(c, call[c].seen \union {call[c].comment.id},
               IF Has("look before post") /\ mayExist THEN "look" ELSE "post")

Look(c) ==
  \/ call[c].at = "look"  /\ Looks(c, "adopt", "post")
  \/ call[c].at = "adopt" /\ Keeps(c, call[c].seen, "post")

\* One POST: it gets a response, or it landed or will land without one.
Post(c) == LET landed == comments \union {[id |-> used + 1, said |-> Said(c)]} IN
  /\ call[c].at = "post"
  /\ \/ /\ comments' = landed /\ used' = used + 1
        /\ call' = [call EXCEPT ![c].comment.phase = "POSTED", ![c].comment.id = used + 1, ![c].seen = {},
                                ![c].at = "save"]
        /\ UNCHANGED <<wire, faults>>
     \/ /\ comments' = landed /\ used' = used + 1
        /\ Goes(c, "look again") /\ Fault
        /\ UNCHANGED wire
     \/ /\ Fault
        /\ wire' = wire \union {[lost |-> faults', said |-> Said(c), to |-> 0]}
        /\ Goes(c, "look again")
        /\ UNCHANGED <<comments, used>>
  /\ UNCHANGED <<job, execution, permitted, late, results>>

LookAgain(c) ==
  \/ call[c].at = "look again"  /\ Looks(c, "adopt again", "give up")
  \/ call[c].at = "adopt again" /\ Keeps(c, call[c].seen, "give up")
  \/ /\ call[c].at = "give up" /\ Retryable(c)
     /\ UNCHANGED <<job, comments, wire, used, permitted, late, results, faults>>

\* Only after the record: an overtaken invocation is refused there and cannot remove its successor's comment.
Remove(c) ==
  /\ call[c].at = "remove"
  /\ IF call[c].seen = {}
     THEN Goes(c, "save") /\ UNCHANGED comments
     ELSE LET id == Min(call[c].seen) IN
          comments' = {m \in comments : m.id # id} /\ call' = [call EXCEPT ![c].seen = @ \ {id}]
  /\ UNCHANGED <<job, execution, wire, used, permitted, late, results, faults>>

\* Records what is written. The last write of a final text also ends the job.
Save(c) ==
  LET left    == call[c].seen # {}
      written == [job EXCEPT !.comment = [call[c].comment EXCEPT !.writing = left]]
      text    == call[c].text
  IN
  /\ call[c].at = "save"
  /\ IF left THEN Writes(c, Live, written, "remove")
     ELSE IF text \notin Final THEN Writes(c, Live, written, "return")
     ELSE IF text = "refusal" THEN Writes(c, Live, [written EXCEPT !.state = "REFUSED"], "return")
     ELSE Writes(c, {"WORKER_SUCCEEDED", "WORKER_FAILED"}, [written EXCEPT !.state = "NOTIFIED", !.outcome = text], "return")

---------------------------------- (* sweep-deliveries *) ----------------------------------

Quiet ==
  /\ execution.step \in Ended /\ job.state \in Over
  /\ wire = {} /\ \A c \in Calls : call[c] = Gone

\* The final text by the job's record. An answer requires that permission was checked before.
Word == LET text == IF job.state = "REFUSED" THEN "refusal" ELSE job.outcome
        IN  [text |-> text, may |-> text \in Privileged]

\* Two minutes after the end: the lowest comment gets the recorded text, the others are removed. One action for many
\* calls, because no other process is left; a crashed sweep is repeated. settleComments
LookAfterTheEnd ==
  /\ Has("look after the end") /\ Quiet
  /\ \E answer \in comments :
       /\ answer.id = job.comment.id
       /\ comments' = {[id |-> Min(Ids), said |-> IF Has("compare") THEN Word ELSE answer.said]}
  /\ comments' # comments
  /\ job' = [job EXCEPT !.comment.id = Min(Ids)]
  /\ UNCHANGED <<execution, call, wire, used, permitted, late, results, faults>>

------------------------------------ (* GitHub *) ------------------------------------------

Lands == \E write \in wire :
  /\ wire' = wire \ {write}
  /\ IF write.to = 0 THEN comments' = comments \union {[id |-> used + 1, said |-> write.said]} /\ used' = used + 1
     ELSE /\ comments' = {IF m.id = write.to THEN [m EXCEPT !.said = write.said] ELSE m : m \in comments}
          /\ UNCHANGED used
  /\ UNCHANGED <<job, execution, call, permitted, late, results, faults>>

NeverLands ==
  /\ \E write \in wire : wire' = wire \ {write}
  /\ UNCHANGED <<job, execution, call, comments, used, permitted, late, results, faults>>

Revoke ==
  /\ permitted /\ permitted' = FALSE
  /\ UNCHANGED <<job, execution, call, comments, wire, used, late, results, faults>>

\* A minute passes.
Ages ==
  /\ job.confirmed /\ job' = [job EXCEPT !.confirmed = FALSE]
  /\ UNCHANGED <<execution, call, comments, wire, used, permitted, late, results, faults>>

--------------------------------------------------------------------------------------------

Progress ==
  \/ Restart \/ LookAfterTheEnd \/ Lands \/ NeverLands
  \/ \E c \in Calls : \/ Invoke(c) \/ Dies(c) \/ Claim(c) \/ Freeze(c) \/ Run(c) \/ Record(c) \/ Ask(c) \/ Tell(c)
                      \/ Prepare(c) \/ LastLook(c) \/ Place(c) \/ Look(c) \/ Post(c) \/ LookAgain(c) \/ Remove(c)
                      \/ Save(c) \/ Return(c)

Next == Progress \/ TimesOut \/ StepFails \/ ExecutionDies \/ Revoke \/ Ages

Spec == Init /\ [][Next]_vars /\ WF_vars(Progress)

----------------------------------- (* what must hold *) -----------------------------------

\* An execution that ends normally has ended its job.
ExecutionEndsItsJob == execution.step = "over" => job.state \in Over

\* In the end there is one comment.
AtRest == Quiet /\ ~ENABLED LookAfterTheEnd
OneAnswer == AtRest => Cardinality(comments) <= 1

\* It has a final text: for a refused job, the refusal.
AnswerIsShown == AtRest => \E m \in comments :
  m.said.text \in IF job.state = "REFUSED" THEN {"refusal"} ELSE {"answer", "failure"}

\* The job's record agrees with the comment.
RecordAgrees == AtRest /\ job.state = "NOTIFIED" => \E m \in comments : m.said.text = job.outcome

\* Texts that only authorised users may trigger were written within a minute after GitHub confirmed the permission.
Authorised == \A m \in comments : m.said.text \in Privileged => m.said.may

LateWritesRefused == ~late

\* publish-result finds a result under its execution's key. The record names a result of this attempt, and that result
\* does not change after it is recorded.
ResultIsThere ==
  /\ execution.step = "publish" => Under(execution.key) # {}
  /\ job.result # NoResult => job.result \in Under(job.attempt)

FinishedStaysFinished == [][job.state \in Over => job'.state = job.state /\ job'.attempt = job.attempt]_vars

\* The job ends: nothing stops earlier or loops forever.
NothingHangs == ENABLED Progress \/ AtRest
Converges == <>[]AtRest
=============================================================================================
