------------------------------------ MODULE Publisher ------------------------------------
(* One job, from its running execution to the one answer on the pull request: the steps of  *)
(* the workflow, each of which may be invoked more than once, and the publisher. An action   *)
(* is one call to the outside; between any two an invocation may die, or the workflow may    *)
(* give it up while it goes on. SemanticGate.tla shows that there is one execution at a time. *)
(* The employee's step writes no job: it leaves its result, once, under a key that its        *)
(* execution names, and publish-result records it.                                            *)
EXTENDS Naturals, FiniteSets

CONSTANTS
  MaxFaults,  \* in one behaviour
  Without,    \* protections that are left out
  Assuming    \* what is taken for granted of the world outside

Protections == {"look before post", "last look", "fence", "ask again", "restart", "look after the end", "compare",
                "record before removal", "own key", "write once"}
Assumptions == {"writes land before the last look", "the given up are over by the last look"}
ASSUME Without \subseteq Protections /\ Assuming \subseteq Assumptions
Has(protection) == protection \notin Without

\* Invocations at one time: the one that the workflow waits for and one that it has given up.
Calls == {1, 2}

VARIABLES
  job,        \* in the job table; instead of the number of its fence, the invocation that raised it last
  execution,  \* of the attempt: its step, the invocation that it waits for (0: none yet), the key of its result
  call,       \* where each is, what it knows of the job, what it is to say
  comments,   \* that carry our marker on the pull request
  wire,       \* writes whose sender has heard nothing, each with a number; they may still land. to: 0 for a POST
  used,       \* ids so far
  permitted,  \* whether the person may give the command, as GitHub has it now
  late,       \* whether a write took effect whose writer had been overtaken
  results,    \* in the payload bucket, each with its key and the invocation that left it
  faults
vars == <<job, execution, call, comments, wire, used, permitted, late, results, faults>>

Gone == [at |-> "gone", step |-> "none", attempt |-> 0, key |-> 0, comment |-> [phase |-> "none", id |-> 0],
         text |-> "none", may |-> FALSE, seen |-> {}]
NoResult == [key |-> 0, by |-> 0]
Over  == {"NOTIFIED", "REFUSED"}
Ended == {"over", "cut off"}
Final == {"answer", "refusal", "failure"}
\* What is said only to somebody who may give the command.
Privileged == {"working", "answer"}

Init ==
  /\ job       = [state |-> "DISPATCHED", attempt |-> 1, holder |-> 0, outcome |-> "none", result |-> NoResult,
                  comment |-> Gone.comment]
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

\* An invocation ends and the workflow goes to a step; nobody listens to one that was given up.
Ends(c, step) ==
  /\ call'      = [call EXCEPT ![c] = Gone]
  /\ execution' = IF execution.call = c THEN [execution EXCEPT !.step = step, !.call = 0] ELSE execution

Retryable(c) == Ends(c, execution.step)
Fenced(c)    == Ends(c, "over")

\* The workflow goes to a step without an answer. The invocation is dead, or goes on all the same.
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

\* An invocation that was given up dies, at the latest by its timeout.
Dies(c) ==
  /\ call[c] # Gone /\ execution.call # c
  /\ call' = [call EXCEPT ![c] = Gone]
  /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

\* By sweep-deliveries, or by dispatch-event when a delivery of the intent comes once more. beginAnew
Restart ==
  /\ Has("restart") /\ execution.step \in Ended /\ job.state \notin Over
  /\ job'       = [job EXCEPT !.state = "DISPATCHED", !.attempt = @ + 1, !.outcome = "none", !.result = NoResult]
  /\ execution' = [step |-> "acknowledge", call |-> 0, key |-> 0]
  /\ UNCHANGED <<call, comments, wire, used, permitted, late, results, faults>>

------------------------------- (* steps that hold the job *) ------------------------------

Goes(c, at) == call' = [call EXCEPT ![c].at = at]

\* Takes the job over for this invocation.
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

\* A conditional write of the job, from one of these states. One by somebody who was overtaken is refused.
Writes(c, from, change, at) ==
  LET overtaken == job.holder # c \/ job.attempt # call[c].attempt IN
  /\ IF job.state \in from /\ (~overtaken \/ ~Has("fence"))
     THEN job' = change /\ late' = (late \/ overtaken) /\ Goes(c, at) /\ UNCHANGED execution
     ELSE Fenced(c) /\ UNCHANGED <<job, late>>
  /\ UNCHANGED <<comments, wire, used, permitted, results, faults>>

Live == {"DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED", "WORKER_FAILED"}
Transition(c, from, to, at) == Writes(c, from, [job EXCEPT !.state = to], at)
Finishes(c, from, to, outcome, at) == Writes(c, from, [job EXCEPT !.state = to, !.outcome = outcome], at)

Return(c) ==
  /\ call[c].at = "return" /\ call[c].step # "freeze"
  /\ Ends(c, CASE call[c].text = "working" -> "freeze"
               [] call[c].step = "run"     -> "publish"
               [] OTHER                    -> "over")
  /\ UNCHANGED <<job, comments, wire, used, permitted, late, results, faults>>

\* freeze-context records the start and names the key of the result. The code's key is random; the model calls it by
\* its attempt, because an execution goes on with one key only.
Freeze(c) ==
  \/ call[c].at = "start" /\ Transition(c, {"DISPATCHED", "WORKER_RUNNING"}, "WORKER_RUNNING", "return")
  \/ /\ call[c].at = "return" /\ call[c].step = "freeze"
     /\ call'      = [call EXCEPT ![c] = Gone]
     /\ execution' = IF execution.call = c THEN [step |-> "run", call |-> 0, key |-> call[c].attempt] ELSE execution
     /\ UNCHANGED <<job, comments, wire, used, permitted, late, results, faults>>

Under(key) == {result \in results : result.key = key}

\* run-employee looks for a result. If there is none, the employee works and its result is stored. find, putOnce
Run(c) == LET left == Under(call[c].key) IN
  /\ \/ /\ call[c].at = "work"
        /\ Goes(c, IF left = {} THEN "leave" ELSE "return")
        /\ UNCHANGED results
     \/ /\ call[c].at = "leave"
        /\ results' = IF left # {} /\ Has("write once") THEN results
                      ELSE (results \ left) \union {[key |-> call[c].key, by |-> c]}
        /\ Goes(c, "return")
  /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, faults>>

\* publish-result records the result under the key that its own execution names. If none is there, the failure is told.
Record(c) == LET found == IF Has("own key") THEN Under(call[c].key) ELSE results IN
  /\ call[c].at = "record"
  /\ \/ /\ found = {} /\ Ends(c, "tell")
        /\ UNCHANGED <<job, comments, wire, used, permitted, late, results, faults>>
     \/ \E result \in found : Writes(c, {"WORKER_RUNNING"},
          [job EXCEPT !.state = "WORKER_SUCCEEDED", !.outcome = "answer", !.result = result], "ask")

Says(c, text) == call' = [call EXCEPT ![c].text = text, ![c].may = permitted /\ text \in Privileged, ![c].at =
  IF call[c].comment.phase = "none" THEN "prepare" ELSE IF text \in Final THEN "last look" ELSE "place"]

\* acknowledge-job and publish-result: may the person do this, now?
Ask(c) ==
  /\ call[c].at = "ask"
  /\ IF ~permitted /\ (call[c].step = "acknowledge" \/ Has("ask again")) THEN Says(c, "refusal")
     ELSE Says(c, IF call[c].step = "acknowledge" THEN "working" ELSE "answer")
  /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

\* compensate-job and publish-failure, as one step
Tell(c) ==
  \/ call[c].at = "fail" /\ Finishes(c, Live \ {"WORKER_FAILED"}, "WORKER_FAILED", "failure", "tell")
  \/ /\ call[c].at = "tell" /\ Says(c, "failure")
     /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

--------------------------------- (* publish-comment *) -----------------------------------

Ids       == {m.id : m \in comments}
Min(ids)  == CHOOSE id \in ids : \A other \in ids : id <= other
Said(c)   == [text |-> call[c].text, may |-> call[c].may]

\* The intention comes first.
Prepare(c) ==
  /\ call[c].at = "prepare"
  /\ Writes(c, Live, [job EXCEPT !.comment.phase = "PREPARED"],
            IF call[c].text \in Final THEN "last look" ELSE "place")

\* Lists all our comments with the job's marker.
Looks(c, found, none) ==
  /\ IF Ids # {} THEN call' = [call EXCEPT ![c].seen = Ids, ![c].at = found] ELSE Goes(c, none)
  /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

\* Nothing that others have begun can reach the pull request any more.
AreOver(others) == \A c \in others :
  call[c].at \in {"gone", "claim", "start", "work", "leave", "record", "fail", "end", "return"}

LastLook(c) ==
  /\ call[c].at = "last look"
  /\ "writes land before the last look" \in Assuming => wire = {}
  /\ "the given up are over by the last look" \in Assuming => AreOver(Calls \ {c})
  /\ IF Has("last look") THEN Looks(c, "place", "place")
     ELSE Goes(c, "place") /\ UNCHANGED <<job, execution, comments, wire, used, permitted, late, results, faults>>

\* A PATCH that is answered with a failure, and may land when its sender has long gone on.
PatchLost(c, ids) ==
  /\ ids \intersect Ids # {} /\ Fault
  /\ wire' = wire \union {[lost |-> faults', said |-> Said(c), to |-> Min(ids \intersect Ids)]}
  /\ Retryable(c)
  /\ UNCHANGED <<job, comments, used, permitted, late, results>>

\* Updates the lowest of these comments that is there; the others are to go. keepLowest
Keeps(c, ids, none) == PatchLost(c, ids) \/
  /\ IF ids \intersect Ids = {} THEN Goes(c, none) /\ UNCHANGED <<execution, comments>>
     ELSE LET kept == Min(ids \intersect Ids) IN
          /\ comments' = {m \in comments : m.id # kept} \union {[id |-> kept, said |-> Said(c)]}
          /\ call' = [call EXCEPT ![c].comment = [phase |-> "POSTED", id |-> kept],
                                  ![c].seen = {id \in ids : id > kept},
                                  ![c].at = IF Has("record before removal") THEN "save" ELSE "remove"]
          /\ UNCHANGED execution
  /\ UNCHANGED <<job, wire, used, permitted, late, results, faults>>

Place(c) ==
  /\ call[c].at = "place"
  /\ Keeps(c, call[c].seen \union {call[c].comment.id}, IF Has("look before post") THEN "look" ELSE "post")

Look(c) ==
  \/ call[c].at = "look"  /\ Looks(c, "adopt", "post")
  \/ call[c].at = "adopt" /\ Keeps(c, call[c].seen, "post")

\* POST, once: it is answered; or it has landed or is still on its way, and nobody knows.
Post(c) == LET landed == comments \union {[id |-> used + 1, said |-> Said(c)]} IN
  /\ call[c].at = "post"
  /\ \/ /\ comments' = landed /\ used' = used + 1
        /\ call' = [call EXCEPT ![c].comment = [phase |-> "POSTED", id |-> used + 1], ![c].seen = {}, ![c].at = "save"]
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

IsSaid(c) == IF call[c].text \in Final THEN "end" ELSE "return"

\* Only after the record: whoever was overtaken is refused there, and removes nothing that its successor has posted.
Remove(c) ==
  /\ call[c].at = "remove"
  /\ IF call[c].seen = {}
     THEN Goes(c, IF Has("record before removal") THEN IsSaid(c) ELSE "save") /\ UNCHANGED comments
     ELSE LET id == Min(call[c].seen) IN
          comments' = {m \in comments : m.id # id} /\ call' = [call EXCEPT ![c].seen = @ \ {id}]
  /\ UNCHANGED <<job, execution, wire, used, permitted, late, results, faults>>

Save(c) ==
  \/ call[c].at = "save" /\ Writes(c, Live, [job EXCEPT !.comment = call[c].comment],
                                   IF Has("record before removal") THEN "remove" ELSE IsSaid(c))
  \/ call[c].at = "end"  /\ IF call[c].text = "refusal" THEN Transition(c, Live, "REFUSED", "return")
                            ELSE Finishes(c, {"WORKER_SUCCEEDED", "WORKER_FAILED"}, "NOTIFIED", call[c].text, "return")

---------------------------------- (* sweep-deliveries *) ----------------------------------

Quiet ==
  /\ execution.step \in Ended /\ job.state \in Over
  /\ wire = {} /\ \A c \in Calls : call[c] = Gone

\* The last word as the job's record has it. An answer was given only after permission had been asked for.
Word == LET text == IF job.state = "REFUSED" THEN "refusal" ELSE job.outcome
        IN  [text |-> text, may |-> text \in Privileged]

\* Two minutes after the end: the lowest comment says what the record says, the others go. One action for many calls, as
\* nobody else is left; a sweep that dies is repeated. settleComments
LookAfterTheEnd ==
  /\ Has("look after the end") /\ Quiet
  /\ \E answer \in comments :
       /\ answer.id = job.comment.id
       /\ comments' = {[id |-> Min(Ids), said |-> IF Has("compare") THEN Word ELSE answer.said]}
  /\ comments' # comments
  /\ job' = [job EXCEPT !.comment.id = Min(Ids)]
  /\ UNCHANGED <<execution, call, wire, used, permitted, late, results, faults>>

------------------------------------ (* the world *) ---------------------------------------

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

--------------------------------------------------------------------------------------------

Progress ==
  \/ Restart \/ LookAfterTheEnd \/ Lands \/ NeverLands
  \/ \E c \in Calls : \/ Invoke(c) \/ Dies(c) \/ Claim(c) \/ Freeze(c) \/ Run(c) \/ Record(c) \/ Ask(c) \/ Tell(c)
                      \/ Prepare(c) \/ LastLook(c) \/ Place(c) \/ Look(c) \/ Post(c) \/ LookAgain(c) \/ Remove(c)
                      \/ Save(c) \/ Return(c)

Next == Progress \/ TimesOut \/ StepFails \/ ExecutionDies \/ Revoke

Spec == Init /\ [][Next]_vars /\ WF_vars(Progress)

----------------------------------- (* what must hold *) -----------------------------------

\* An execution that ends by itself has ended its job.
ExecutionEndsItsJob == execution.step = "over" => job.state \in Over

\* When everything has come to rest, there is one comment.
AtRest == Quiet /\ ~ENABLED LookAfterTheEnd
OneAnswer == AtRest => Cardinality(comments) <= 1

\* And it is a last word: the refusal of a job that was refused.
AnswerIsShown == AtRest => \E m \in comments :
  m.said.text \in IF job.state = "REFUSED" THEN {"refusal"} ELSE {"answer", "failure"}

\* The job's record says of it what the comment says.
RecordAgrees == AtRest /\ job.state = "NOTIFIED" => \E m \in comments : m.said.text = job.outcome

\* Whoever wrote what only an authorised person gets to see had asked, and the answer was yes.
Authorised == \A m \in comments : m.said.text \in Privileged => m.said.may

LateWritesRefused == ~late

\* publish-result finds a result under its execution's key. The record names a result of this attempt, and that result
\* does not change after it is recorded.
ResultIsThere ==
  /\ execution.step = "publish" => Under(execution.key) # {}
  /\ job.result # NoResult => job.result \in Under(job.attempt)

FinishedStaysFinished == [][job.state \in Over => job'.state = job.state /\ job'.attempt = job.attempt]_vars

\* The job ends: nothing stops before, and nothing goes round in circles.
NothingHangs == ENABLED Progress \/ AtRest
Converges == <>[]AtRest
=============================================================================================
