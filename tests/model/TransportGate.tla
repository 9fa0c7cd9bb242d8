--------------------------------- MODULE TransportGate ---------------------------------
(* One delivery, from GitHub's requests to a processed message. One action is one        *)
(* external call; a process can crash between any two. SemanticGate.tla models what the  *)
(* dispatcher does with the message: here it succeeds or fails.                          *)
EXTENDS Naturals

CONSTANTS
  MaxFaults,  \* in one run
  Without,    \* removed protections
  Assuming    \* assumptions about the environment

Protections == {"record before send", "gate by status", "sweeper", "finish before delete"}
Assumptions == {"dead letters are redriven"}
ASSUME Without \subseteq Protections /\ Assuming \subseteq Assumptions
Has(protection) == protection \notin Without

\* GitHub sends the delivery up to three times with one GUID, possibly in parallel.
Requests == 1..3

VARIABLES
  request,     \* the state of receive-webhook for each, or its response
  delivery,    \* its status in the idempotency table
  queued,      \* messages in the queue; a received one stays and reappears until it is deleted
  dead,        \* dead-letter messages
  sweeper,     \* sends the delivery again, or is idle
  dispatcher,  \* the state of dispatch-event for a message
  faults
vars == <<request, delivery, queued, dead, sweeper, dispatcher, faults>>

Init ==
  /\ request    = [r \in Requests |-> "unsent"]
  /\ delivery   = "none"
  /\ queued     = 0
  /\ dead       = 0
  /\ sweeper    = "idle"
  /\ dispatcher = "idle"
  /\ faults     = 0

Fault == faults < MaxFaults /\ faults' = faults + 1

--------------------------------- (* receive-webhook *) ---------------------------------

\* The conditional put. A request that finds RECEIVED sends again; one that finds a later status is a duplicate.
Open(r) ==
  /\ request[r] = IF Has("record before send") THEN "unsent" ELSE "sent"
  /\ delivery' = IF delivery = "none" THEN "RECEIVED" ELSE delivery
  /\ request'  = [request EXCEPT ![r] =
       IF ~Has("record before send") THEN "close"
       ELSE IF delivery = "none" \/ (delivery = "RECEIVED" /\ Has("gate by status"))
       THEN "send" ELSE "200 duplicate"]
  /\ UNCHANGED <<queued, dead, sweeper, dispatcher, faults>>

Send(r) ==
  /\ request[r] = IF Has("record before send") THEN "send" ELSE "unsent"
  /\ queued'  = queued + 1
  /\ request' = [request EXCEPT ![r] = IF Has("record before send") THEN "close" ELSE "sent"]
  /\ UNCHANGED <<delivery, dead, sweeper, dispatcher, faults>>

\* A later status stays.
Enqueued == delivery' = IF delivery = "RECEIVED" THEN "ENQUEUED" ELSE delivery

Close(r) ==
  /\ request[r] = "close"
  /\ Enqueued
  /\ request' = [request EXCEPT ![r] = "answer"]
  /\ UNCHANGED <<queued, dead, sweeper, dispatcher, faults>>

Answer(r) ==
  /\ request[r] = "answer"
  /\ request' = [request EXCEPT ![r] = "202 accepted"]
  /\ UNCHANGED <<delivery, queued, dead, sweeper, dispatcher, faults>>

\* GitHub gets a 5xx or no response.
RequestFails(r) ==
  /\ request[r] \in {"send", "sent", "close", "answer"} /\ Fault
  /\ request' = [request EXCEPT ![r] = "failed"]
  /\ UNCHANGED <<delivery, queued, dead, sweeper, dispatcher>>

--------------------------------- (* sweep-deliveries *) ---------------------------------

\* Reads the status, which can be outdated when it sends.
Sweep ==
  /\ Has("sweeper") /\ sweeper = "idle" /\ delivery = "RECEIVED"
  /\ sweeper' = "send"
  /\ UNCHANGED <<request, delivery, queued, dead, dispatcher, faults>>

SweeperSends ==
  /\ sweeper = "send"
  /\ queued'  = queued + 1
  /\ sweeper' = "close"
  /\ UNCHANGED <<request, delivery, dead, dispatcher, faults>>

SweeperCloses ==
  /\ sweeper = "close"
  /\ Enqueued
  /\ sweeper' = "idle"
  /\ UNCHANGED <<request, queued, dead, dispatcher, faults>>

SweeperFails ==
  /\ sweeper # "idle" /\ Fault
  /\ sweeper' = "idle"
  /\ UNCHANGED <<request, delivery, queued, dead, dispatcher>>

---------------------------- (* the queue and dispatch-event *) ----------------------------

\* The message has used up its receives.
DeadLetter ==
  /\ queued > 0 /\ Fault
  /\ queued' = queued - 1 /\ dead' = dead + 1
  /\ UNCHANGED <<request, delivery, sweeper, dispatcher>>

Redrive ==
  /\ dead > 0 /\ "dead letters are redriven" \in Assuming
  /\ dead' = dead - 1 /\ queued' = queued + 1
  /\ UNCHANGED <<request, delivery, sweeper, dispatcher, faults>>

\* Deletes the message if it still exists.
Deleted == queued' = IF queued > 0 THEN queued - 1 ELSE 0

Receive ==
  /\ queued > 0 /\ dispatcher = "idle"
  /\ dispatcher' = "finish"
  /\ IF Has("finish before delete") THEN UNCHANGED queued ELSE Deleted
  /\ UNCHANGED <<request, delivery, dead, sweeper, faults>>

Finish ==
  /\ dispatcher = "finish"
  /\ delivery'   = "PROCESSED"
  /\ dispatcher' = "delete"
  /\ UNCHANGED <<request, queued, dead, sweeper, faults>>

\* Rate-limited by GitHub: a delayed copy replaces the message.
Postpone ==
  /\ dispatcher = "finish" /\ Fault
  /\ queued'     = queued + 1
  /\ dispatcher' = "delete"
  /\ UNCHANGED <<request, delivery, dead, sweeper>>

Delete ==
  /\ dispatcher = "delete"
  /\ IF Has("finish before delete") THEN Deleted ELSE UNCHANGED queued
  /\ dispatcher' = "idle"
  /\ UNCHANGED <<request, delivery, dead, sweeper, faults>>

DispatcherFails ==
  /\ dispatcher # "idle" /\ Fault
  /\ dispatcher' = "idle"
  /\ UNCHANGED <<request, delivery, queued, dead, sweeper>>

------------------------------------------------------------------------------------------

\* Started work continues. Requests and failures need not happen.
Progress ==
  \/ \E r \in Requests : Send(r) \/ Close(r) \/ Answer(r)
  \/ Sweep \/ SweeperSends \/ SweeperCloses \/ Redrive \/ Receive \/ Finish \/ Delete

Next ==
  \/ Progress
  \/ \E r \in Requests : Open(r) \/ RequestFails(r)
  \/ SweeperFails \/ DeadLetter \/ Postpone \/ DispatcherFails

Spec == Init /\ [][Next]_vars /\ WF_vars(Progress)

---------------------------------- (* what must hold *) ----------------------------------

Answered == \E r \in Requests : request[r] \in {"202 accepted", "200 duplicate"}

\* A process, the queue or the sweeper has every accepted delivery until it is processed.
NothingLost == Answered =>
  \/ delivery = "PROCESSED" \/ queued + dead > 0 \/ dispatcher = "finish"
  \/ \E r \in Requests : request[r] = "send"
  \/ delivery = "RECEIVED" /\ Has("sweeper")

\* Accepted deliveries and queued messages have a record.
Traceable == Answered \/ queued + dead > 0 => delivery # "none"

\* Every recorded delivery is processed in the end: nothing stops earlier or loops forever.
NothingHangs == ENABLED Progress \/ delivery \in {"none", "PROCESSED"}
RecordedEnds == delivery # "none" ~> delivery = "PROCESSED"
==========================================================================================
